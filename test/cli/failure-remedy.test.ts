import { match } from 'node:assert/strict'
import { failureRemedy } from '../../cli/failure-remedy.ts'
import { EngineError } from '../../engine/errors.ts'

describe('what to do about a failed call of an engine', () => {
  for (const [code, words] of [
    ['Invalid', /^correct what it says, then run the same command again/],
    ['Internal', /^see what that engine wrote to its log/],
    ['Conflict', /^see what `reconcile doctor` finds/],
  ] as const)
    it(`is told by its kind (${code})`, () => {
      const error = new EngineError(code, {
        node: 'a',
        tried: 'build image web:1',
        detail: 'returned a non-zero code: 3',
      })
      match(failureRemedy(error) ?? '', words)
    })
})
