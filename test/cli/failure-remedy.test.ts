import { deepEqual, match } from 'node:assert/strict'
import { statusOf } from '../../api/server/refusal.ts'
import { exitOf, exits } from '../../api/v1/installation/installation-error.ts'
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

  it('is to restart an engine that hangs, which is as one that does not answer (exit 5, 503)', () => {
    const hangs = { detail: 'no answer within 30 s', obstacle: 'NoAnswer' } as const
    const error = new EngineError('Timeout', { node: 'local', tried: 'run ls in container c1', ...hangs })
    deepEqual([exitOf(error), statusOf(error).code], [exits.unreachable, 503])
    match(failureRemedy(error) ?? '', /^restart the engine, which takes connections and does not answer them/)
  })

  it('is in the log of an engine that answers but serves nothing for now (exit 1, 503)', () => {
    const error = new EngineError('Unavailable', { node: 'local', tried: 'run ls', detail: 'transport is closing' })
    deepEqual([exitOf(error), statusOf(error).code], [exits.failed, 503])
    match(failureRemedy(error) ?? '', /^see what that engine wrote to its log/)
  })
})

describe('what to do about an error of the system', () => {
  it('is told where a file stands in the path for a directory, as RECONCILE_HOME may name one', () => {
    const error = Object.assign(new Error("ENOTDIR: not a directory, scandir '/srv/file/state'"), { code: 'ENOTDIR' })
    match(failureRemedy(error) ?? '', /^correct that path, or take away the file/)
  })
})
