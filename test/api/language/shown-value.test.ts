import { equal } from 'node:assert/strict'
import { shownValue } from '../../../api/v1/language/differences.ts'

describe('a value in a list of changes', () => {
  for (const [value, shown] of [
    [undefined, '(none)'],
    ['', '""'],
    [' ', ' '],
    ['a\nb', 'a\\nb'],
    [3, '3'],
    [[''], '[""]'],
  ] as const)
    it(`is ${shown}`, () => equal(shownValue(value), shown))
})
