import { expect, test } from 'vitest'
import { WAITING } from '../ipc/fake/people'
import { PEOPLE } from '../ipc/fake/records'
import { likenessWords, likestFirst } from './likeness'

test('whoever is proposed comes first, and everybody can still be chosen', () => {
  const sorted = likestFirst(PEOPLE, WAITING.proposals)
  expect(sorted.map(({ one }) => one.label)).toEqual(['Mum', 'Me', 'Dad'])
  const [first, second] = sorted
  expect(first?.likeness && likenessWords(first.likeness)).toBe(
    'Name: one letter more. Born: the same. Number: another clinic',
  )
  expect(second?.likeness).toBeNull()
})
