import { equal, match } from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { Context } from '../../cli/context.ts'
import { follow, outcomeOf } from '../../cli/follow.ts'
import { EngineError } from '../../engine/errors.ts'

const { signal } = new AbortController()

describe('a serve that ends while it is followed', () => {
  const lost = new InstallationError(exits.failed, 'asking the running serve over /s: aborted', {
    cause: Object.assign(new Error('aborted'), { code: 'ECONNRESET' }),
    remedy: 'look before you ask again',
  })
  const created: ProgressEvent = { type: 'resource', object: 'Service/shop/web', change: 'created' }
  const standing: ProgressEvent = { type: 'state', object: 'Service/shop/web', state: 'Progressing', at: 0 }
  for (const { it: sentence, events, says } of [
    { it: 'may have accepted it before it says how it stands', events: [created], says: /aborted\nnext: look before/ },
    {
      it: 'has accepted it after that',
      events: [created, standing],
      says: /accepted, and is kept\nnext: start .* again/,
    },
  ])
    it(sentence, async () => {
      const said: string[] = []
      const terminal = {
        print: () => undefined,
        complain: (...lines: string[]) => void said.push(...lines),
        live: false,
      }
      const context = { terminal, signal, now: () => 0 } as unknown as Context
      async function* start(): AsyncGenerator<ProgressEvent> {
        yield* events
        throw lost
      }
      equal(await follow(context, start, { format: 'text', served: true, timeoutMs: 0 }), 1)
      match(said.join('\n'), says)
    })
})

describe('an interruption', () => {
  for (const { it: sentence, how, remedy } of [
    { it: 'goes on with the same command', how: { served: false }, remedy: /^run the same command again/ },
    {
      it: 'of what is not the same any more goes on as that says',
      how: { served: false, again: 'make a new plan' },
      remedy: /^make a new plan$/,
    },
    { it: 'of what serve goes on with is watched', how: { served: true, again: 'x' }, remedy: /^watch it/ },
    {
      it: 'of what serve has not answered is looked at',
      how: { served: true, isAnswered: false },
      remedy: /^see with `reconcile status` whether it answers, and with `reconcile plan` what is not done$/,
    },
    {
      it: 'of what only follows is watched, whatever was told',
      how: { served: true, isAnswered: false, onlyFollows: true as const },
      remedy: /^watch it/,
    },
  ])
    it(sentence, () => match(outcomeOf(new Error('x'), AbortSignal.abort(), how).remedy ?? '', remedy))
})

describe('a serve that says nothing', () => {
  it('may not have taken what is interrupted then', async () => {
    const aborting = new AbortController()
    const said: string[] = []
    const terminal = { print: () => undefined, complain: (...lines: string[]) => void said.push(...lines), live: false }
    const context = { terminal, signal: aborting.signal, now: () => 0 } as unknown as Context
    async function* start(): AsyncGenerator<ProgressEvent> {
      aborting.abort()
      throw aborting.signal.reason
    }
    equal(await follow(context, start, { format: 'text', served: true }), exits.interrupted)
    match(said.join('\n'), /interrupted before the running serve answered: it may not have taken it/)
  })

  it('is told of, once it was waited for', async () => {
    const said = new EventEmitter()
    const terminal = { print: () => undefined, complain: (line: string) => void said.emit('line', line), live: false }
    const context = { terminal, signal, now: () => 0 } as unknown as Context
    async function* start(): AsyncGenerator<ProgressEvent> {
      match(String(await once(said, 'line')), /^warning: the running serve has said nothing yet: /)
      yield { type: 'outcome', exit: 0, message: 'converged' }
    }
    equal(await follow(context, start, { format: 'text', served: true, silenceMs: 0 }), 0)
  })
})

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
      remedy: /^see what `reconcile doctor` finds on this machine, then run the same command again/,
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
    { it: 'a fault of ours', error: new TypeError('x is undefined'), exit: 1, remedy: /report this fault.*, then run/ },
    {
      it: 'a full disk',
      error: Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
      exit: 1,
      remedy: /^free some space on that disk, then run the same command again/,
    },
    {
      it: 'a file that may not be read',
      error: Object.assign(new Error("EACCES: permission denied, open '/x'"), { code: 'EACCES' }),
      exit: 1,
      remedy: /^let this user read and write there/,
    },
    {
      it: 'an engine that failed',
      error: new EngineError('Internal', { node: 'a', tried: 'list', detail: 'x' }),
      exit: 1,
      remedy: /wrote to its log/,
    },
  ])
    it(`end with what to do next, for ${sentence}`, () => {
      const outcome = outcomeOf(error, signal)
      equal(outcome.exit, exit)
      match(outcome.remedy ?? '', remedy)
    })
})
