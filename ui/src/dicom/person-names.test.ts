import { expect, test } from 'vitest'
import { PEOPLE } from '../ipc/fake/records'
import type { PersonName } from '../ipc/generated/PersonName'
import { calledName, contradicts, filmName, initial, plainName, whoseNameStays } from './person-names'

const EMPTY = { family: '', given: '', middle: '', prefix: '', suffix: '' }
const name = (alphabetic: Partial<typeof EMPTY>, ideographic: Partial<typeof EMPTY> = {}): PersonName => ({
  alphabetic: { ...EMPTY, ...alphabetic },
  ideographic: { ...EMPTY, ...ideographic },
  phonetic: EMPTY,
})

test.each([
  [name({ family: 'SAMPLE', given: 'MARGARET' }), 'Margaret Sample', 'SAMPLE, Margaret'],
  [
    name({ family: 'Sample', given: 'Margaret', middle: 'Ann', prefix: 'Dr' }),
    'Dr Margaret Ann Sample',
    'SAMPLE, Margaret Ann',
  ],
  [name({ family: "O'NEILL-SMITH", given: 'J' }), "J O'Neill-Smith", "O'NEILL-SMITH, J"],
  [name({ family: 'McDonald', given: 'Ann' }), 'Ann McDonald', 'MCDONALD, Ann'],
  [name({}, { family: '山田', given: '太郎' }), '太郎 山田', '山田, 太郎'],
  [name({}), '', ''],
])('a person name is written as people write it: %#', (given, plain, film) => {
  expect(plainName(given)).toBe(plain)
  expect(filmName(given)).toBe(film)
})

test('a person is called what the user calls them, else by name, else by number', () => {
  const patientName = name({ family: 'Sample', given: 'Margaret' })
  expect(calledName({ label: 'Mum', patientName, patientId: 'X' })).toBe('Mum')
  expect(calledName({ label: '', patientName, patientId: 'X' })).toBe('Margaret Sample')
  expect(calledName({ label: '', patientName: name({}), patientId: 'X' })).toBe('X')
  expect(initial('mum')).toBe('M')
  expect(initial('')).toBe('?')
})

test.each([
  [['19510504'], ['19510504'], false],
  [['19510504'], ['19770101'], true],
  [[''], ['19770101'], false],
  [[], ['19770101'], false],
  [['19510504'], ['19510504', '19770101'], true],
])('birth dates %j and %j contradict: %s', (some, others, expected) => {
  expect(contradicts(some, others)).toBe(expected)
})

test('of two who become one, a name that somebody chose stays, else that of the open record', () => {
  const [me, mum] = PEOPLE
  if (!me || !mum) throw new Error('nobody')
  const nameless = { ...me, label: '' }
  expect(whoseNameStays(me, mum)).toBe(me)
  expect(whoseNameStays(nameless, mum)).toBe(mum)
  expect(whoseNameStays(nameless, { ...mum, label: '' })).toBe(nameless)
})
