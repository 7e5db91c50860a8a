import { asError } from '../../api/v1/language/caught-error.ts'
import type { Cancel } from '../../clock/clock.ts'
import { deadlineOf } from '../deadlines.ts'
import { failureOfStatus } from '../docker/refusals.ts'
import { triedWords } from '../docker/tried.ts'
import type { Verb } from '../engine.ts'
import { EngineError } from '../errors.ts'
import type { Call } from '../wrap.ts'
import { errorOf, Failure, type Faults } from './faults.ts'
import { draw, type Span } from './latency.ts'
import { Refusal } from './refusal.ts'
import type { HostState } from './state.ts'

/** A call: its cost, and its effect when the engine gets to it. */
export interface Work<V extends Verb = Verb> extends Call<V> {
  readonly span: Span
  /** `shared` work queues for the engine's limited concurrency; `own` work does not wait. */
  readonly lane: 'shared' | 'own'
  /** Whether it may take long: then its signal is always observed, not only while the host hangs. */
  readonly long?: boolean
  /**
   * The effect, applied at one instant; a returned promise may only depend on timers of the clock. `ended` is aborted when nobody waits any
   * more.
   */
  readonly apply: (ended: AbortSignal) => unknown
}

/** A client connection: when it is closed, its calls fail. */
export interface Connection {
  closed: boolean
  readonly outstanding: Set<Outstanding>
}

/** The calls under way on one host. Request, work and answer are separate timers of the clock. */
export interface Calls {
  open(): Connection
  perform(connection: Connection, work: Work): Promise<unknown>
  /** Fails all calls of the connection. */
  close(connection: Connection): void
  /** Sets deadlines for the calls under way, as nothing else would end them. */
  hang(): void
  /** Breaks all connections: no call under way is answered. */
  crash(): void
}

interface Waiting {
  readonly connection: Connection
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** A call under way: a single object, as tens of thousands may wait at once. */
export class Outstanding {
  readonly work: Work
  readonly born: number
  readonly ended: AbortController | undefined
  settled = false
  cleanUp: Cancel[] | undefined
  readonly #waiting: Waiting

  constructor(work: Work, born: number, waiting: Waiting) {
    this.work = work
    this.born = born
    this.ended = work.long ? new AbortController() : undefined
    this.#waiting = waiting
  }

  settle(outcome: { value: unknown } | { error: Error }): void {
    if (this.settled) return
    this.settled = true
    this.#waiting.connection.outstanding.delete(this)
    for (const clean of this.cleanUp ?? []) clean()
    this.ended?.abort()
    if ('error' in outcome) this.#waiting.reject(outcome.error)
    else this.#waiting.resolve(outcome.value)
  }
}

/**
 * Creates the calls of a host. Reading a signal creates it, which is expensive, so only long calls and those of a hanging host observe
 * theirs.
 */
export function createCalls(host: HostState, faults: Faults): Calls {
  const connections = new Set<Connection>()
  const queue: Outstanding[] = []
  let busy = 0

  const perform = (connection: Connection, work: Work) =>
    new Promise<unknown>((resolve, reject) => {
      const call = new Outstanding(work, host.clock.now(), { connection, resolve, reject })
      if (connection.closed) return fail(host, call, closedByUs())
      connection.outstanding.add(call)
      send(call)
    })
  const send = (call: Outstanding) => {
    const state = host.power.state()
    if (call.work.long || state === 'hung') heedSignal(host, call)
    if (state === 'hung') heedDeadline(host, call)
    if (state === 'off') {
      host.clock.after(draw(host.random, host.latency.travel), () => fail(host, call, refusedConnection()))
    } else if (call.work.lane === 'own') proceed(call)
    else if (busy < host.latency.concurrency) takeHand(call)
    else queue.push(call)
  }
  const takeHand = (call: Outstanding) => {
    busy++
    proceed(call)
  }
  const proceed = (call: Outstanding) => {
    const ms = draw(host.random, host.latency.travel) + draw(host.random, call.work.span)
    host.power.run(ms, () => {
      if (call.work.lane === 'shared') release()
      apply(host, faults, call)
    })
  }
  const release = () => {
    busy--
    const next = queue.shift()
    if (next !== undefined) takeHand(next)
  }

  const underWay = () => [...connections].flatMap((connection) => [...connection.outstanding])

  return {
    open() {
      const connection = { closed: false, outstanding: new Set<Outstanding>() }
      connections.add(connection)
      return connection
    },
    perform,
    close(connection) {
      connection.closed = true
      connections.delete(connection)
      for (const call of connection.outstanding) fail(host, call, closedByUs())
    },
    hang() {
      for (const call of underWay()) {
        heedSignal(host, call)
        heedDeadline(host, call)
      }
    },
    crash() {
      busy = 0
      queue.length = 0
      for (const call of underWay()) host.clock.after(1, () => fail(host, call, brokenConnection()))
    },
  }
}

const neverEnded = new AbortController().signal

/** Applies a call at the instant the engine gets to it. The request of a caller that has left is applied or not, at random. */
function apply(host: HostState, faults: Faults, call: Outstanding): void {
  if (call.settled && host.random.next() < 0.5) return
  const planned = faults.take(call.work.verb)
  if (planned !== undefined && !planned.applied) return answer(host, call, { error: errorOf(planned.fault) })
  const settle = (outcome: { value: unknown } | { error: unknown }) => {
    answer(host, call, planned === undefined ? outcome : { error: errorOf(planned.fault) })
  }
  try {
    const value = call.work.apply(call.ended?.signal ?? neverEnded)
    if (value instanceof Promise) {
      value.then(
        (settled) => settle({ value: settled }),
        (error) => settle({ error }),
      )
    } else settle({ value })
  } catch (error) {
    settle({ error })
  }
}

function answer(host: HostState, call: Outstanding, outcome: { value: unknown } | { error: unknown }): void {
  host.power.run(draw(host.random, host.latency.travel), () => {
    if ('value' in outcome) call.settle(outcome)
    else fail(host, call, outcome.error)
  })
}

function fail(host: HostState, call: Outstanding, error: unknown): void {
  const about = { node: host.node, tried: triedWords(call.work.verb, call.work.args), cause: error }
  if (error instanceof Refusal) {
    const { code, detail } = failureOfStatus(error.status, error.message)
    return call.settle({ error: new EngineError(code, { ...about, detail }) })
  }
  if (error instanceof Failure) {
    const { code, message: detail, waitedMs } = error
    return call.settle({ error: new EngineError(code, { ...about, detail, waitedMs }) })
  }
  call.settle({ error: asError(error) })
}

function heedSignal(host: HostState, call: Outstanding): void {
  const { signal } = call.work.run
  const cancel = () => fail(host, call, new Failure('Cancelled', 'no longer wanted'))
  if (signal.aborted) return void Promise.resolve().then(cancel)
  signal.addEventListener('abort', cancel, { once: true })
  cleanLater(call, () => signal.removeEventListener('abort', cancel))
}

function heedDeadline(host: HostState, call: Outstanding): void {
  const ms = deadlineOf(call.work.verb, call.work.args)
  const words = `no answer within ${ms / 1000} s`
  const left = Math.max(0, call.born + ms - host.clock.now())
  cleanLater(
    call,
    host.clock.after(left, () => fail(host, call, new Failure('Timeout', words, ms))),
  )
}

function cleanLater(call: Outstanding, clean: Cancel): void {
  call.cleanUp ??= []
  call.cleanUp.push(clean)
}

function closedByUs(): Failure {
  return new Failure('Cancelled', 'the connection was closed by us')
}

/** The error of a call to a host without power. */
export const NOBODY_LISTENS = 'no engine listens; is dockerd running? (connect ECONNREFUSED)'

function refusedConnection(): Failure {
  return new Failure('Unreachable', NOBODY_LISTENS)
}

function brokenConnection(): Failure {
  return new Failure('Unreachable', 'the connection broke (read ECONNRESET)')
}
