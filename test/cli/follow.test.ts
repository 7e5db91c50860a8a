import { equal, match } from 'node:assert/strict'
import { exits, InstallationError } from '../../api/v1/installation-error.ts'
import { outcomeOf } from '../../cli/follow.ts'
import { EngineError } from '../../engine/errors.ts'

const { signal } = new AbortController()

describe('the last words of what failed', () => {
  for (const { it: sentence, error, exit, remedy } of [
    {
      it: 'an error that knows what to do',
      error: new InstallationError(1, 'x', { remedy: 'do y' }),
      exit: 1,
      remedy: /^do y$/,
    },
    {
      it: 'an error that does not',
      error: new InstallationError(exits.failed, 'x'),
      exit: 1,
      remedy: /run the same command again/,
    },
    {
      it: 'a command line that means nothing',
      error: new InstallationError(exits.usage, 'x'),
      exit: 2,
      remedy: /--help/,
    },
    {
      it: 'an engine that does not answer',
      error: new EngineError('Unreachable', { node: 'a', tried: 'list', detail: 'x' }),
      exit: 5,
      remedy: /start the engine/,
    },
    { it: 'a fault of ours', error: new TypeError('x is undefined'), exit: 1, remedy: /run the same command again/ },
  ])
    it(`end with what to do next, for ${sentence}`, () => {
      const outcome = outcomeOf(error, signal, false)
      equal(outcome.exit, exit)
      match(outcome.remedy ?? '', remedy)
    })
})
