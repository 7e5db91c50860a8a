import type { Cancel } from '../../clock/clock.ts'
import type { Engine, Verbs } from '../engine.ts'
import type { EngineRequest } from '../requests.ts'
import type { Run } from '../run.ts'
import { secondsOf } from '../seconds.ts'
import type { EngineEvent } from '../types/engine.ts'
import { asFields, type Fields, numberOf, parseJson, readBytes, textMapOf, textOf } from './answer.ts'
import type { Caller } from './caller.ts'
import { AnswerError } from './errors.ts'
import { readLines } from './lines.ts'

type WatchOptions = Parameters<Engine['watch']>[0]

/** All events that matter for status or decisions; not the noise of execs (including health checks), mounts and copies. */
const wantedEvents = {
  event: [
    ...['create', 'start', 'restart', 'die', 'oom', 'kill', 'stop', 'pause', 'unpause', 'rename', 'update', 'destroy'],
    ...[
      'health_status',
      'connect',
      'disconnect',
      'remove',
      'pull',
      'tag',
      'untag',
      'delete',
      'import',
      'load',
      'reload',
      'prune',
    ],
  ],
  type: ['container', 'network', 'volume', 'image', 'daemon'],
}

/** The verb for past events; the answer ends at `until`. */
export function eventVerbs(caller: Caller): Pick<Verbs, 'pastEnds'> {
  return {
    pastEnds: (args, run) =>
      caller.call(
        { verb: 'pastEnds', args, run },
        {
          async read(answer) {
            const lines = (await readBytes(answer)).toString('utf8').split('\n')
            return lines.flatMap((line) => eventIn(line) ?? [])
          },
        },
      ),
  }
}

/** Subscribes to the engine's events; see Engine.watch. */
export function watchEvents(caller: Caller, options: WatchOptions): Cancel {
  const controller = new AbortController()
  const run: Run = { signal: controller.signal, object: `Node/${caller.node}`, reason: 'watch its events' }
  follow(caller, options, run).catch((error) => {
    if (!controller.signal.aborted) options.onBroken(error)
  })
  return () => controller.abort()
}

function follow(caller: Caller, options: WatchOptions, run: Run): Promise<never> {
  return caller.call(
    { verb: 'info', args: {}, run },
    {
      request: eventsRequest(options.since),
      tried: 'watch events',
      deadlineMs: 30_000,
      // Not retried: another engine process may answer, without the events of the first; the caller has to know and list again.
      isOnce: true,
      read: async (answer, deadline) => {
        deadline.release()
        // This is always asynchronous; the subscriber may have cancelled meanwhile.
        if (!run.signal.aborted) options.onReady()
        await readLines(answer, (line) => {
          const event = run.signal.aborted ? undefined : eventIn(line)
          if (event) options.onEvent(event)
        })
        throw new Error('the engine ended the stream')
      },
    },
  )
}

function eventsRequest(since: number | undefined): EngineRequest {
  const query = { filters: JSON.stringify(wantedEvents), ...(since === undefined ? {} : { since: secondsOf(since) }) }
  return { method: 'GET', path: '/events', query }
}

const types: ReadonlySet<string> = new Set(wantedEvents.type)

function eventIn(line: string): EngineEvent | undefined {
  return line === '' ? undefined : decodeEvent(asFields(parseJson(line), 'an event'))
}

function decodeEvent(raw: Fields): EngineEvent | undefined {
  const type = textOf(raw['Type'])
  if (!types.has(type)) return undefined
  const actor = asFields(raw['Actor'] ?? {}, "an event's actor")
  return {
    type: type as EngineEvent['type'],
    action: textOf(raw['Action']),
    id: textOf(actor['ID']),
    attributes: textMapOf(actor['Attributes']),
    time: timeOf(raw),
  }
}

/** The largest time of a Date, ms. */
const LATEST = 8.64e15

function timeOf(raw: Fields): number {
  const nano = numberOf(raw['timeNano'])
  const time = nano > 0 ? nano / 1e6 : numberOf(raw['time']) * 1000
  if (Math.abs(time) <= LATEST) return time
  throw new AnswerError(`the engine answered an event of ${time} ms since 1970, which is no time`)
}
