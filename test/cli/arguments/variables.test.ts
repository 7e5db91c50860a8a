import { deepEqual } from 'node:assert/strict'
import { givenVariable } from '../../../cli/arguments/variables.ts'

describe('a variable of a command line', () => {
  for (const [given, is] of [
    ['A=b=c', ['A=b=c']],
    ['A=', ['A=']],
    ['SET', ['SET=here']],
    ['EMPTY', ['EMPTY=']],
    // One without a value would take the place of the default of a build, and take it out of a task.
    ['UNSET', []],
  ] as const)
    it(`${given} is ${is.join(' ') || 'none'}`, () => deepEqual(givenVariable(given, { SET: 'here', EMPTY: '' }), is))
})
