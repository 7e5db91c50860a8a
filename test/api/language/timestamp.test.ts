import { equal, throws } from 'node:assert/strict'
import { timestamp } from '../../../api/v1/language/timestamp.ts'

const CASES: Readonly<Record<string, number>> = {
  'the first moment': 0,
  'before it': -1,
  'the last of a leap day': Date.UTC(2024, 1, 29, 23, 59, 59, 999),
  'the first of a year': Date.UTC(2027, 0, 1),
  'one digit everywhere': Date.UTC(2026, 2, 4, 5, 6, 7, 8),
  'a part of a millisecond': Date.UTC(2026, 10, 20) + 0.75,
  'a year of three digits': Date.UTC(2026, 0, 1) - 1200 * 365.25 * 86_400_000,
  'a year of five': Date.UTC(12_026, 0, 1),
}

describe('a time in words', () => {
  for (const [what, ms] of Object.entries(CASES))
    it(`is that of a Date: ${what}`, () => equal(timestamp(ms), new Date(ms).toISOString()))

  it('is refused where there is no such time', () => throws(() => timestamp(Number.NaN), RangeError))
})
