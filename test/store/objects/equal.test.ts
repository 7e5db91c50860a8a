import { deepEqual } from 'node:assert/strict'
import { equal } from '../../../store/objects/equal.ts'

describe('two values', () => {
  const rows: readonly (readonly [what: string, a: unknown, b: unknown, same: boolean])[] = [
    ['say the same with the same fields', { a: [1] }, { a: [1] }, true],
    ['say the same where one has a field that is undefined', { a: undefined }, {}, true],
    ['differ where one has a field more', {}, { a: 1 }, false],
    ['differ where one has a field more whose name every object knows', {}, { constructor: 'me' }, false],
    ['differ so in a list', [{ a: 1 }], [{ a: 1, toString: 'me' }], false],
  ]
  for (const [what, a, b, same] of rows) it(what, () => deepEqual([equal(a, b), equal(b, a)], [same, same]))
})
