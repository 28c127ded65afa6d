import { expect, test } from 'vitest'
import { STUDIES } from '../../ipc/fake/records'
import { byYear } from './years'

const [first] = STUDIES
const on = (studyDate: string, studyTime = '') => ({
  ...(first as (typeof STUDIES)[number]),
  studyDate,
  studyTime,
})

test('the newest year and exam come first, exams without a date last', () => {
  const years = byYear([on('20250101'), on(''), on('20260312', '08'), on('20260312', '10'), on('not a date')])
  expect(years.map(({ year, studies }) => [year, studies.length])).toEqual([
    ['2026', 2],
    ['2025', 1],
    ['', 2],
  ])
  expect(years[0]?.studies[0]?.studyTime).toBe('10')
})
