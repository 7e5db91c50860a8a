import { setMaxListeners } from 'node:events'
import type { Cancel, Clock } from '../../clock/clock.ts'
import { pause } from '../../clock/sleep.ts'
import { whenAborted } from '../../clock/when-aborted.ts'
import { deadlineOf } from '../deadlines.ts'
import { EngineError, isEngineError } from '../errors.ts'
import { type InformerOptions, informerRun } from './context.ts'
import type { HostPatch } from './feed.ts'
import { createHints, type Hint, type Hints } from './hints.ts'
import { isSettled, takeEvent } from './on-event.ts'
import type { EngineEvent, EngineInfo } from '../types/engine.ts'
import { askPastEnds, type Remembered } from '../past-ends.ts'
import { sharedPastEnds } from './past-ends.ts'
import { createReader, type Reader } from './reader.ts'
import { relist } from './relist.ts'
import { createUntoldAgain } from './untold-again.ts'
import { retryPause } from './retry-pause.ts'
import { createVolumesAgain } from './volumes-again.ts'
import { OwnedEngine } from '../owned-engine.ts'
import type { Run } from '../run.ts'

/** How a session ended. */
export interface SessionEnd {
  readonly error: unknown
  readonly wasSynced: boolean
  /** Whether the host did not answer the heartbeat. */
  readonly isDead: boolean
}

interface Session {
  readonly options: InformerOptions
  readonly reader: Reader
  readonly hints: Hints
  readonly run: Run
  /** Settles with the session's first info, which also tells the engine's time. */
  answered: Promise<unknown>
  /** The objects whose read failed and will be retried. */
  readonly later: Set<string>
  /** Called when volumes may be missing from a list, or from the host. */
  readonly volumesAgain: () => void
  /** Ends the session. */
  readonly fail: (error: unknown, isDead?: boolean) => void
}

const readyDeadlineMs = 10_000
const secondBeatMs = 1_000
/** By how much of its pause a heartbeat comes early or late at most. */
const JITTER = 0.1
/** The least time that a restart of an engine takes, ms. */
const restartMs = 500

/** Runs one connection to one engine: subscribes and lists, then lives until the events break or the host falls silent. Never rejects. */
export async function runSession(options: InformerOptions, stopped: AbortSignal): Promise<SessionEnd> {
  const { engine, clock, inventory } = options
  const { node } = engine
  const ended = new AbortController()
  setMaxListeners(0, ended.signal)
  let [wasSynced, dead] = [false, false]
  let cancelWatch: Cancel = () => {}
  const fail = (error: unknown, isDead = false) => {
    dead ||= isDead
    inventory.setHost(node, { broke: true })
    ended.abort(error)
  }
  const onStop = () => fail(stopped.reason)
  stopped.addEventListener('abort', onStop, { once: true })
  const session = openSession(options, ended.signal, fail)
  try {
    await subscribeAndList(session, (cancel) => (cancelWatch = cancel))
    inventory.setHost(node, { synced: true, unreachable: null, ...answeredNow(clock) })
    wasSynced = true
    repeat(session, options.settings.heartbeatMs, () => beat(session))
    repeat(session, options.settings.relistMs, () => relistAll(session))
    await whenAborted(ended.signal)
  } catch (error) {
    fail(error)
  } finally {
    stopped.removeEventListener('abort', onStop)
    cancelWatch()
    session.hints.clear()
  }
  return { error: ended.signal.reason, wasSynced, isDead: dead }
}

/** Resolves when everything is listed, and events flow from a time before the list. `onSubscribed` gets the function that ends them. */
async function subscribeAndList(session: Session, onSubscribed: (cancel: Cancel) => void): Promise<void> {
  const { clock } = session.options
  const asked = clock.now()
  const answer = askInfo(session)
  session.answered = answer
  const isAtOnce = isNew(session.options)
  const listed = isAtOnce ? relistAll(session) : answer.then(() => relistAll(session))
  listed.catch(() => undefined) // reported by Promise.all below
  const since = sinceOf(await answer, isAtOnce ? clock.now() - asked : 0)
  const subscribed = subscribe(session, since).then((cancel) => {
    onSubscribed(cancel)
    return clock.now()
  })
  // Events since that time are delivered however late the stream begins, so listing can start right away.
  const [subscribedAt] = await Promise.all([subscribed, listed])
  // But an engine that restarted in between has lost earlier events.
  if (subscribedAt - asked >= restartMs) await relistAll(session)
}

/**
 * Whether a host may be listed before its info is known. Not if it did not answer last time, or another node may have its engine. Nor if it
 * was listed before: another engine may have replaced it, and what that one lacks must not count as gone.
 */
function isNew({ engine, inventory, isAlone }: InformerOptions): boolean {
  const { synced, unreachable } = inventory.host(engine.node) ?? {}
  return !synced && unreachable === undefined && isAlone
}

function openSession(options: InformerOptions, signal: AbortSignal, fail: Session['fail']): Session {
  const { engine, clock, inventory } = options
  const reader = createReader(
    engine,
    inventory,
    sharedPastEnds((endedAt, run) => askEnds(session, endedAt, run)),
  )
  const run = informerRun(engine.node, signal)
  const hints = createHints(clock, (hint) => {
    if (!signal.aborted) void lookUnlessSettled(session, hint)
  })
  const session: Session = {
    options,
    reader,
    answered: Promise.resolve(),
    hints,
    run,
    later: new Set(),
    volumesAgain: createVolumesAgain(options, reader, { run, fail }),
    fail,
  }
  inventory.onDoubt(engine.node, (id) => {
    if (!signal.aborted) hints.add({ type: 'container', id }, 'soon')
  })
  const lookAt = (id: string) => look(session, { type: 'container', id })
  inventory.onUntold(engine.node, createUntoldAgain(options, run, lookAt))
  return session
}

/** Asks for past events until now by the engine's clock, whose offset the first info tells. */
async function askEnds({ options, answered }: Session, endedAt: number, run: Run): Promise<Remembered> {
  const { engine, clock, inventory } = options
  await answered
  const now = clock.now() + (inventory.host(engine.node)?.clockAheadMs ?? 0)
  return askPastEnds(engine, { endedAt, now }, run)
}

/**
 * Resolves when events flow. Everything after `since` (the engine's clock) is delivered, so no event is lost between it and a later list.
 */
function subscribe(session: Session, since: number): Promise<Cancel> {
  const { options, run, fail } = session
  return new Promise((resolve, reject) => {
    let cancelWatch: Cancel = () => {}
    const giveUp = (error: unknown) => {
      cancelTimer()
      cancelWatch()
      reject(error)
    }
    const late = () => {
      const why = { detail: `no answer within ${readyDeadlineMs / 1000} s`, obstacle: 'NoAnswer' } as const
      giveUp(new EngineError('Timeout', { node: options.engine.node, tried: 'watch events', ...why }))
    }
    const cancelTimer = options.clock.after(readyDeadlineMs, late, 'periodic')
    run.signal.addEventListener('abort', () => giveUp(run.signal.reason), { once: true })
    cancelWatch = options.engine.watch({
      since,
      onEvent: (event) => take(session, event),
      onReady() {
        cancelTimer()
        resolve(cancelWatch)
      },
      onBroken: (error) => fail(error),
    })
  })
}

/** Takes an event. Before API 1.42 an engine tells of the volumes that a prune removes by the prune alone, so that they are listed again. */
function take({ options, hints, volumesAgain }: Session, event: EngineEvent): void {
  if (event.action !== 'prune') return takeEvent(options, hints, event)
  if (event.type === 'volume') volumesAgain()
}

async function relistAll(session: Session): Promise<void> {
  const { options, reader, hints, run, volumesAgain } = session
  const { again, failed, isPartial } = await relist(options, reader, run)
  if (isPartial) volumesAgain()
  for (const id of again) hints.add({ type: 'container', id }, 'soon')
  for (const id of failed) lookLater(session, { type: 'container', id }, 0)
  options.inventory.setHost(options.engine.node, answeredNow(options.clock))
}

type Looked = Pick<Hint, 'type' | 'id'>

/** Reads a hint's object unless the cache is up to date. Called by a timer, so it must not reject. */
async function lookUnlessSettled(session: Session, hint: Hint): Promise<void> {
  try {
    if (!isSettled(session.options, hint)) await look(session, hint)
  } catch (error) {
    session.fail(error)
  }
}

/**
 * Reads a hint's object. A failed read is retried; the heartbeat finds out whether the host is alive. What keeps us from reading such
 * objects ends the session, as does an error that is not the engine's, a fault of ours: both are reported that way.
 */
async function look(session: Session, { type, id }: Looked, failures = 0): Promise<void> {
  const { options, reader, hints, run, fail } = session
  if (run.signal.aborted) return
  try {
    const outcome = await reader[type](id, run)
    if (outcome === 'again') hints.add({ type, id }, 'soon')
    else options.inventory.setHost(options.engine.node, answeredNow(options.clock))
  } catch (error) {
    if ((isEngineError(error) && !error.keepsOut) || run.signal.aborted) lookLater(session, { type, id }, failures)
    else fail(error)
  }
}

/** Schedules a retry with backoff, one at a time per object. */
function lookLater(session: Session, looked: Looked, failures: number): void {
  const { options, later } = session
  const key = `${looked.type}/${looked.id}`
  if (later.has(key)) return
  later.add(key)
  const again = () => {
    later.delete(key)
    void look(session, looked, failures + 1)
  }
  options.clock.after(retryPause(failures, options.settings), again, 'periodic')
}

/** Runs `act` every `ms` ± `JITTER` until the session ends; a failure ends the session. */
function repeat({ options, run, fail }: Session, ms: number, act: () => Promise<void>): void {
  const go = async () => {
    for (;;) {
      await pause(options.clock, ms * (1 - JITTER + 2 * JITTER * options.random.next()), run.signal)
      await act()
    }
  }
  go().catch((error) => fail(error))
}

/** How long after its last answer a silent host is noticed at the latest, ms: by a late heartbeat that asks twice. */
export function noticedMs({ heartbeatMs }: InformerOptions['settings']): number {
  return heartbeatMs * (1 + JITTER) + 2 * deadlineOf('info', {}) + secondBeatMs
}

async function beat(session: Session): Promise<void> {
  const { options, run, fail } = session
  try {
    await askAgain(session)
  } catch {
    await pause(options.clock, secondBeatMs, run.signal)
    await askAgain(session).catch((error) => fail(error, !run.signal.aborted))
  }
}

/** Ends the session if another engine answers than the one it began with. */
async function askAgain(session: Session): Promise<void> {
  const { engine, inventory } = session.options
  const before = inventory.host(engine.node)?.info?.id
  const { id } = await askInfo(session)
  if (id !== before) session.fail(new Error(`another engine (${id}) answers there`))
}

async function askInfo({ options, run }: Session): Promise<EngineInfo> {
  const { engine, inventory, clock } = options
  const asked = clock.now()
  const info = await engine.info({}, run)
  const answered = answeredNow(clock)
  refuseOwned(info, options)
  inventory.setHost(engine.node, { info, ...answered, clockAheadMs: aheadBy(info.time, asked, answered.lastAnswer) })
  return info
}

function answeredNow(clock: Clock): Required<Pick<HostPatch, 'lastAnswer' | 'aheadOfSteadyMs'>> {
  return { lastAnswer: clock.now(), aheadOfSteadyMs: aheadOfSteady(clock) }
}

/** How far the time is ahead of the steady one, ms: more with each time that the machine sleeps, or that its clock is set ahead. */
export function aheadOfSteady(clock: Clock): number {
  return clock.now() - clock.steady()
}

/** Throws OwnedEngine if another node has the engine, unless this node was already listed. */
function refuseOwned(info: EngineInfo, { engine: { node }, inventory, ownerOf }: InformerOptions): void {
  const owner = inventory.host(node)?.synced ? undefined : ownerOf(info)
  if (owner !== undefined) throw new OwnedEngine(node, owner)
}

/** A time by the engine's clock that was past when it was asked, `tookMs` before its answer; 0 if it tells no time. */
function sinceOf({ time }: EngineInfo, tookMs: number): number {
  return Math.max(0, time - Math.max(0, tookMs) - 1)
}

/**
 * How far the engine's clock is ahead of ours at least, ms. It read its clock between question and answer, so only a time outside of that
 * is an offset.
 */
function aheadBy(time: number, asked: number, answered: number): number {
  if (time === 0) return 0
  return time < asked ? time - asked : Math.max(0, time - answered)
}
