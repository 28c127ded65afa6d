import { expect, test } from 'vitest'
import { dayAndMonth, isoDate, longDate, yearOf } from './dates'

test.each([
  ['20260312', '12 March 2026', '12 March', '2026-03-12', '2026'],
  ['20240229', '29 February 2024', '29 February', '2024-02-29', '2024'],
  ['20230229', '20230229', '20230229', '20230229', ''],
  ['1951.05.04', '1951.05.04', '1951.05.04', '1951.05.04', ''],
  ['', '', '', '', ''],
])('%s is read as a date, or shown as it stands', (date, long, short, iso, year) => {
  expect([longDate(date), dayAndMonth(date), isoDate(date), yearOf(date)]).toEqual([long, short, iso, year])
})
