import { deepEqual, equal, match } from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { virtualClock } from '../../clock/virtual.ts'
import { unlessEnding } from '../../engine/docker/engine-end.ts'
import type { Transport } from '../../engine/docker/transport.ts'
import type { EngineEvent } from '../../engine/types/engine.ts'

type Answer = number | 'hangs' | { readonly code: string }

/** A watched engine that answers each new connection by the next of `answers`, and all later ones by the last. */
function watched(...answers: readonly Answer[]) {
  const clock = virtualClock()
  const told: string[] = []
  const broken: Error[] = []
  let [knocks, shut] = [0, 0]
  let say: (event: EngineEvent) => void = () => {}
  const open = (): Transport => ({
    send: (_, signal) => meet(answers[Math.min(knocks++, answers.length - 1)] ?? 200, signal),
    upgrade: () => Promise.reject(new Error('not asked for')),
    dropIdle: () => {},
    close: () => false,
  })
  const watch = unlessEnding(
    ({ onEvent }) => {
      say = onEvent
      return () => {}
    },
    { node: 'a', clock, open, shut: () => void shut++ },
  )
  const cancel = watch({
    onEvent({ action, id }) {
      if (action === 'oom') throw new Error('not to be taken')
      told.push(`${action} ${id}`)
    },
    onReady: () => {},
    onBroken: (error) => void broken.push(error),
  })
  return {
    cancel,
    told,
    broken,
    tell: (...actions: readonly string[]) => actions.forEach((text) => say(event(text))),
    settle() {
      clock.after(10_000, () => {}) // longer than any deadline for an answer
      return clock.runUntilQuiet({ until: clock.now() + 60_000, steps: 100 })
    },
    counts: () => ({ knocks, shut }),
  }
}

function meet(answer: Answer, signal: AbortSignal): Promise<IncomingMessage> {
  if (answer === 'hangs')
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
  if (typeof answer === 'object') return Promise.reject(Object.assign(new Error(`connect ${answer.code}`), answer))
  return Promise.resolve(
    Object.assign(Readable.from([Buffer.from('OK')]), { statusCode: answer }) as unknown as IncomingMessage,
  )
}

function event(text: string): EngineEvent {
  const [action = '', id = ''] = text.split(' ')
  return { type: 'container', action, id, attributes: {}, time: 0 }
}

describe('what an engine tells', () => {
  it('is handed on at once up to a kill, and after that once a new connection is answered', async () => {
    const engine = watched(200)
    engine.tell('start one', 'kill one', 'die one', 'start two')
    deepEqual(engine.told, ['start one'])
    await engine.settle()
    deepEqual(engine.told, ['start one', 'kill one', 'die one', 'start two'])
    engine.tell('die two')
    deepEqual(engine.told.at(-1), 'die two')
    deepEqual(engine.counts(), { knocks: 1, shut: 0 })
  })

  for (const answer of [{ code: 'ENOENT' }, { code: 'ECONNREFUSED' }, { code: 'ECONNRESET' }, 503, 'hangs'] as const)
    it(`is not, from a kill on, where that meets ${JSON.stringify(answer)}: the stream is broken, with all connections`, async () => {
      const engine = watched(answer)
      engine.tell('kill one', 'die one')
      await engine.settle()
      engine.tell('start one')
      deepEqual(engine.told, [])
      match(engine.broken.map(String).join(), /^Error: watch events on a: the engine is ending: /)
      deepEqual(engine.counts(), { knocks: 1, shut: 1 })
    })

  for (const answer of [{ code: 'EAGAIN' }, { code: 'EMFILE' }, 404] as const)
    it(`is, where that says nothing of an end: ${JSON.stringify(answer)}`, async () => {
      const engine = watched(answer)
      engine.tell('kill one', 'die one')
      await engine.settle()
      deepEqual([engine.told, engine.broken], [['kill one', 'die one'], []])
    })

  it('of another kill, that came while the first was asked about, is asked about anew', async () => {
    const engine = watched(200, { code: 'ENOENT' })
    engine.tell('kill one')
    engine.tell('die one', 'kill two')
    await engine.settle()
    deepEqual(engine.told, ['kill one'])
    equal(engine.broken.length, 1)
  })

  it('is broken off where it can not be taken after a kill, as it is otherwise, and nothing more is told', async () => {
    const engine = watched(200)
    engine.tell('kill one', 'oom one', 'die one')
    await engine.settle()
    engine.tell('start two', 'kill two')
    await engine.settle()
    deepEqual([engine.told, engine.broken.map(String)], [['kill one'], ['Error: not to be taken']])
  })

  it('is nothing to whoever watches no more', async () => {
    const engine = watched({ code: 'ENOENT' })
    engine.tell('kill one')
    engine.cancel()
    await engine.settle()
    deepEqual([engine.told, engine.broken, engine.counts().shut], [[], [], 0])
  })
})
