import { expect, it } from 'vitest'
import type { SeriesDetail } from '../../ipc/generated/SeriesDetail'
import type { StackDifference } from '../../ipc/generated/StackDifference'
import { seriesDetail } from '../../ipc/fake/records'
import { isSameStack, isTargetIn, MOST_SHOWN, stackRows, stackWords } from './stacks'

function stack(number: number, count: number, differences: StackDifference[] = []): SeriesDetail {
  return { ...seriesDetail(61, 'kept'), stack: { number, count, differences } }
}

it('calls a stack by its place and by what sets it apart', () => {
  const check = (one: SeriesDetail, expected: string | null) => expect(stackWords(one)).toBe(expected)
  check(stack(1, 1), null)
  check(stack(2, 3), '2 of 3')
  check(stack(1, 3, [{ kind: 'b_value', bValue: 0 }]), '1 of 3: b = 0')
  check(stack(2, 4, [{ kind: 'echo_time', echoTime: 9.841 }]), '2 of 4: echo 9.84 ms')
  check(
    stack(3, 3, [
      { kind: 'b_value', bValue: 1000 },
      { kind: 'direction', number: 2, count: 2 },
    ]),
    '3 of 3: b = 1000, direction 2 of 2',
  )
  check(stack(1, 2, [{ kind: 'plane', plane: 'axial' }]), '1 of 2')
  check(stack(2, 2, [{ kind: 'image_type', values: ['P'] }]), '2 of 2: phase')
  check(stack(2, 2, [{ kind: 'image_type', values: ['T1_MAP'] }]), '2 of 2: T1_MAP')
  check(stack(1, 2, [{ kind: 'dimension', label: 'Flip', number: 2, count: 2 }]), '1 of 2: Flip 2 of 2')
})

it('does not count twice', () => {
  expect(stackWords(stack(2, 5, [{ kind: 'time', number: 2, count: 5 }]))).toBe('time 2 of 5')
  expect(stackWords(stack(2, 5, [{ kind: 'time', number: 4, count: 5 }]))).toBe('2 of 5: time 4 of 5')
  const both: StackDifference[] = [
    { kind: 'b_value', bValue: 0 },
    { kind: 'time', number: 1, count: 7 },
  ]
  expect(stackWords(stack(1, 7, both))).toBe('1 of 7: b = 0')
})

it('tells stacks of one series apart, and which one a report means', () => {
  expect(isSameStack(stack(1, 2), stack(1, 2))).toBe(true)
  expect(isSameStack(stack(1, 2), stack(2, 2))).toBe(false)
  expect(isSameStack(null, null)).toBe(false)
  const target = { series: stack(1, 2).key, seriesNumber: 1, stack: 2, frameIndex: 0, imageNumber: 9 }
  expect(isTargetIn(target, stack(2, 2))).toBe(true)
  expect(isTargetIn(target, stack(1, 2))).toBe(false)
})

it('lists few stacks row by row, and many in one row to choose from', () => {
  const all = (count: number) => Array.from({ length: count }, (_, at) => stack(at + 1, count))
  expect(stackRows(all(MOST_SHOWN), null)).toHaveLength(MOST_SHOWN)
  const [row, ...others] = stackRows(all(MOST_SHOWN + 1), stack(5, MOST_SHOWN + 1))
  expect(others).toEqual([])
  expect(row?.shown.stack.number).toBe(5)
  expect(row?.choices).toHaveLength(MOST_SHOWN + 1)
})
