import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { problemWords, refusalAdvice, refusalWords, warningWords, words } from './sentences'

test('a code this page does not know still gives a sentence, with the code in it', () => {
  expect(refusalWords('brand_new')).toContain('brand_new')
  expect(warningWords('brand_new')).toContain('brand_new')
  expect(problemWords('brand_new', {})).toContain('brand_new')
  expect(words('part', 'brand_new')).toBeNull()
})

test('a problem’s sentence holds its parameters', () => {
  expect(problemWords('sidecar_damaged', { name: 'persons.json' })).toContain('persons.json')
})

test('a refusal says what to do where something can be done', () => {
  expect(refusalAdvice('archive_encrypted')).not.toBe('')
  expect(refusalAdvice('brand_new')).toBe('')
})

const CATALOGUE = JSON.parse(
  readFileSync(new URL('../../messages/en.json', import.meta.url), 'utf8'),
) as Record<string, unknown>

test('the words keep to the tone of the house: no exclamation marks, no verdicts', () => {
  const text = JSON.stringify(Object.values(CATALOGUE))
  expect(text).not.toMatch(/!(?!=)/)
  expect(text).not.toMatch(/\b(abnormal|worse|worsened|success(ful)?)\b/i)
})

test('too little room is told in sizes people read', () => {
  const params = { needed: '52000000000', free: '1240000000' }
  expect(problemWords('too_little_room', params)).toBe(
    'The disk has too little room: 52 GB are needed, 1.2 GB are free. Make room and import again; what you hold is as before.',
  )
})
