import { expect, test } from 'vitest'
import { blocks } from './blocks'

const set = (text: string) =>
  blocks(text, 0, text.length).map(({ marker, lines }) => [
    marker,
    ...lines.map((line) => text.slice(line.start, line.end)),
  ])

test.each([
  [
    'a blank line parts paragraphs',
    'One.\n\nTwo.\n',
    [
      ['', 'One.'],
      ['', 'Two.'],
    ],
  ],
  [
    'numbers make items and stay as written',
    '1. First.\n2) Second.\n',
    [
      ['1.', 'First.'],
      ['2)', 'Second.'],
    ],
  ],
  [
    'a dash makes an item',
    '- Clear.\n- No effusion.',
    [
      ['-', 'Clear.'],
      ['-', 'No effusion.'],
    ],
  ],
  [
    'the author’s own line ends stay',
    'Heart: normal size.\nBones: intact.',
    [['', 'Heart: normal size.', 'Bones: intact.']],
  ],
  [
    'a line the printer broke is whole again',
    'In the superior segment of the right lower lobe there is a\nsolid nodule.',
    [['', 'In the superior segment of the right lower lobe there is a\nsolid nodule.']],
  ],
  [
    'windows line ends are no text',
    'One.\r\n\r\nTwo.\r\n',
    [
      ['', 'One.'],
      ['', 'Two.'],
    ],
  ],
  ['a decimal at the start is no item', '1.5 cm cyst.', [['', '1.5 cm cyst.']]],
  ['nothing is nothing', '  \n\n', []],
])('%s', (_, text, expected) => {
  expect(set(text)).toEqual(expected)
})
