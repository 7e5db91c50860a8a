import { setMaxListeners } from 'node:events'
import type { Cancel } from '../../clock/clock.ts'
import { pause } from '../../clock/sleep.ts'
import { whenAborted } from '../../clock/when-aborted.ts'
import { isEngineError } from '../errors.ts'
import { type InformerOptions, informerRun } from './context.ts'
import { createHints, type Hint, type Hints } from './hints.ts'
import { isSettled, takeEvent } from './on-event.ts'
import type { EngineInfo } from '../types/engine.ts'
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
  /** The host was asked for a sign of life and gave none. */
  readonly isDead: boolean
}

interface Session {
  readonly options: InformerOptions
  readonly reader: Reader
  readonly hints: Hints
  readonly run: Run
  /** What the engine says of itself first, its time among it. */
  answered: Promise<unknown>
  /** What is to be looked at again after a failure. */
  readonly later: Set<string>
  /** Told that volumes may be missing in a list. */
  readonly volumesAgain: () => void
  /** Ends the session. */
  readonly fail: (error: unknown, isDead?: boolean) => void
}

const readyDeadlineMs = 10_000
const secondBeatMs = 1_000
/** No engine is up again sooner after it ended. */
const restartMs = 500

/** One connection to one engine: subscribe and list, then live until the events break or the host falls silent. Never rejects. */
export async function runSession(
  options: InformerOptions,
  stopped: AbortSignal,
  onSynced: () => void,
): Promise<SessionEnd> {
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
    inventory.setHost(node, { synced: true, unreachable: null, lastAnswer: clock.now() })
    wasSynced = true
    onSynced()
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

/** Resolves when all is listed, and events flow from a time before that. `onSubscribed` gets what ends them. */
async function subscribeAndList(session: Session, onSubscribed: (cancel: Cancel) => void): Promise<void> {
  const { clock } = session.options
  const asked = clock.now()
  const answer = askInfo(session)
  session.answered = answer
  const isAtOnce = isNew(session.options)
  const listed = isAtOnce ? relistAll(session) : answer.then(() => relistAll(session))
  listed.catch(() => undefined) // said below
  const since = sinceOf(await answer, isAtOnce ? clock.now() - asked : 0)
  const subscribed = subscribe(session, since).then((cancel) => {
    onSubscribed(cancel)
    return clock.now()
  })
  // What happens after that time is told, however late the events begin: the lists need not wait for them.
  const [subscribedAt] = await Promise.all([subscribed, listed])
  // But an engine that was restarted in between knows nothing of what happened before.
  if (subscribedAt - asked >= restartMs) await relistAll(session)
}

/**
 * Whether a host may be listed while it says what it is. One that did not answer last time is asked nothing else before it does, nor one
 * whose engine another node may have; and what another engine lacks, that may have come in the place of one that was listed, is gone for nobody before it says which one it is.
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

/** Until now by the engine's own clock: how far that is ahead, it says first. */
async function askEnds({ options, answered }: Session, endedAt: number, run: Run): Promise<Remembered> {
  const { engine, clock, inventory } = options
  await answered
  const now = clock.now() + (inventory.host(engine.node)?.clockAheadMs ?? 0)
  return askPastEnds(engine, { endedAt, now }, run)
}

/** Resolves when events flow. Anything that happens after `since` (the engine's clock) is told, so nothing falls between it and a list that was asked for later. */
function subscribe({ options, hints, run, fail }: Session, since: number): Promise<Cancel> {
  return new Promise((resolve, reject) => {
    let cancelWatch: Cancel = () => {}
    const giveUp = (error: unknown) => {
      cancelTimer()
      cancelWatch()
      reject(error)
    }
    const late = () =>
      giveUp(new Error(`watch events on ${options.engine.node}: no answer within ${readyDeadlineMs / 1000} s`))
    const cancelTimer = options.clock.after(readyDeadlineMs, late, 'periodic')
    run.signal.addEventListener('abort', () => giveUp(run.signal.reason), { once: true })
    cancelWatch = options.engine.watch({
      since,
      onEvent: (event) => takeEvent(options, hints, event),
      onReady() {
        cancelTimer()
        resolve(cancelWatch)
      },
      onBroken: (error) => fail(error),
    })
  })
}

async function relistAll(session: Session): Promise<void> {
  const { options, reader, hints, run, volumesAgain } = session
  const { again, failed, isPartial } = await relist(options, reader, run)
  if (isPartial) volumesAgain()
  for (const id of again) hints.add({ type: 'container', id }, 'soon')
  for (const id of failed) lookLater(session, { type: 'container', id }, 0)
  options.inventory.setHost(options.engine.node, { lastAnswer: options.clock.now() })
}

type Looked = Pick<Hint, 'type' | 'id'>

/** A timer calls it: what is thrown here nobody else would catch. */
async function lookUnlessSettled(session: Session, hint: Hint): Promise<void> {
  try {
    if (!isSettled(session.options, hint)) await look(session, hint)
  } catch (error) {
    session.fail(error)
  }
}

/**
 * Reads what a hint is about. A failed read is tried again: whether the host is there at all, the heartbeat finds out. What is no word of
 * the engine is a fault of ours, which ends the session and so is told.
 */
async function look(session: Session, { type, id }: Looked, failures = 0): Promise<void> {
  const { options, reader, hints, run, fail } = session
  if (run.signal.aborted) return
  try {
    const outcome = await reader[type](id, run)
    if (outcome === 'again') hints.add({ type, id }, 'soon')
    else options.inventory.setHost(options.engine.node, { lastAnswer: options.clock.now() })
  } catch (error) {
    if (isEngineError(error) || run.signal.aborted) lookLater(session, { type, id }, failures)
    else fail(error)
  }
}

/** Less and less often; one at a time of each, whoever looks besides. */
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

/** Runs `act` every `ms`, give or take a tenth, until the session ends; a failure ends it. */
function repeat({ options, run, fail }: Session, ms: number, act: () => Promise<void>): void {
  const go = async () => {
    for (;;) {
      await pause(options.clock, ms * (0.9 + options.random.next() / 5), run.signal)
      await act()
    }
  }
  go().catch((error) => fail(error))
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

/** What the session knows is of the engine that it began with: with another one it ends. */
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
  const lastAnswer = clock.now()
  refuseOwned(info, options)
  inventory.setHost(engine.node, { info, lastAnswer, clockAheadMs: aheadBy(info.time, asked, lastAnswer) })
  return info
}

/** One that was listed before stays. */
function refuseOwned(info: EngineInfo, { engine: { node }, inventory, ownerOf }: InformerOptions): void {
  const owner = inventory.host(node)?.synced ? undefined : ownerOf(info)
  if (owner !== undefined) throw new OwnedEngine(node, owner)
}

/** A time by the engine's clock, ms since 1970, that was over when it was asked, so many ms before it answered; 0 where it tells none. */
function sinceOf({ time }: EngineInfo, tookMs: number): number {
  return Math.max(0, time - Math.max(0, tookMs) - 1)
}

/** It told its time between the question and the answer: only what lies outside of that is a difference. */
function aheadBy(time: number, asked: number, answered: number): number {
  if (time === 0) return 0
  return time < asked ? time - asked : Math.max(0, time - answered)
}
