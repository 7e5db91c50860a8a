import { exits } from '../../../api/v1/installation/installation-error.ts'
import { isContent, kindNames } from '../../../api/v1/kinds.ts'
import type { Outcome, ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { splitId } from '../../../api/v1/names.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { warningsAtEnd } from './warnings-at-end.ts'
import { createEnding, type Ending } from './cut-off.ts'
import { endedWith } from './ends/faults.ts'
import { FRESH_AFTER_MS, hasLookedAtAll, isIdleWhereHeard } from './looked.ts'
import { concernOf, concernOfServices, type Concerns } from '../concerns.ts'
import { hostsAside } from './view/hosts-in-view.ts'
import { followTold, type Told } from './told.ts'
import { createLongWait } from './long-wait.ts'
import { createLockWait, type LockWait, robbedEnd, withoutPastLocks } from './locked-out.ts'
import { eventQueue } from '../serving/event-queue.ts'
import { stateEvents, type Stated } from './state-events.ts'
import { createRefusals, refusedIn, type Refusals } from './ends/refusals.ts'
import { endedOverridden, withoutOverridden } from './view/overridden.ts'
import { MAY_PASS_MS } from './ends/refused.ts'
import { stateRefused, verdictOf, whatIsMissing } from './ends/verdict.ts'
import { awaitedIn, type AwaitOptions, type SettleOptions, toTellOf, viewOf } from './view/view-of.ts'
import { hasTime, type WaitView } from './view/wait-view.ts'
import { silentFaults } from './ends/waits-for-host.ts'

/** How often to look though nothing changed, ms. Time alone may end a wait: a hold stands, or a host stays silent. */
const LOOK_MS = 500
/** How many times as long as a look the rest after it is. */
const REST_LOOKS = 10
/**
 * How soon to look again while statuses are not current, ms. No event says that the loops have looked at everything: where all is well,
 * nothing changes.
 */
const FIRST_LOOKS_MS = 5
const LISTED_AFTER_MS = 100
/** How long to wait until contents are read, ms: nobody reads those of a Secret that another apply changed meanwhile. */
const READ_PATIENCE_MS = 5_000

/** Lets the loops work, yields what they do, and ends with the outcome; throws if aborted. */
export async function* settle(core: Core, options: SettleOptions): AsyncGenerator<ProgressEvent> {
  const loops = await core.begin(options.stacks)
  wakeQuiet(loops, [...(options.expected?.keys() ?? []), ...options.leaving, ...refusedIn(core.store, options.stacks)])
  const wait = beginWait(core, loops, options)
  const { mayEnd, lockWait, longWait, told, callOff } = wait
  const wakes = eventQueue<undefined>()
  const rest = createRest()
  const wake = oncePerTurn(() => wakes.push(undefined), rest.leftMs)
  const ending = watchAll(core, loops, { wake, end: wakes.end, signal: options.signal })
  const toTell = (outcome: Outcome | undefined, view: WaitView) =>
    outcome ? mayEnd(outcome, view.now) : (lockWait(view, options.stacks) ?? longWait(view))
  const said = new Map<string, Stated>()
  const uids = new Map(options.leaving.map((id) => [id, objectOf(core.store, id)?.metadata.uid]))
  let soon: NodeJS.Timeout | undefined
  try {
    for await (const _ of wakes) {
      if (options.signal.aborted) break
      const begun = performance.now()
      const { view, isListed } = see(core, loops, { ...options, uids, wait })
      clearTimeout(soon)
      const events = isListed ? [...stateEvents(withoutPastLocks(loops, toTellOf(view, core)), said)] : []
      const over = robbedEnd(loops, options.stacks) ?? stateRefused(view)
      const outcome = over ?? verdictOf(view) ?? late(view)
      const event = over ?? toTell(outcome, view)
      rest.after(begun)
      yield* [...events, ...told.take()]
      if (event?.type === 'outcome') {
        yield* saidAtEnd(core, options, wait.looking.since)
        return yield await kept(core, event)
      }
      if (event) yield event
      if (outcome || !view.isFresh) soon = setTimeout(wake, FIRST_LOOKS_MS)
    }
  } finally {
    clearTimeout(soon)
    ending()
    told.end()
    callOff()
  }
  options.signal.throwIfAborted()
}

/** No warnings where the wait is only for objects to be gone, or is one of several rounds. */
function saidAtEnd(core: Core, { stacks, leavingOnly, once }: SettleOptions, since: number): readonly ProgressEvent[] {
  return leavingOnly || once ? [] : warningsAtEnd(core, { stacks, since })
}

interface Wait {
  /** Milliseconds since the epoch. */
  readonly deadline: number
  readonly concerns: Concerns
  /** What an engine was asked for in vain for so long that its next answer is not waited for, as `Kind/stack/name`. */
  readonly inVain: Set<string>
  readonly looking: Looking
  readonly noteRefusals: ReturnType<typeof createRefusals>
  readonly mayEnd: Ending
  readonly lockWait: LockWait
  readonly longWait: ReturnType<typeof createLongWait>
  readonly told: Told
  /** Ends the taking of locks that `steal` began. */
  readonly callOff: () => void
}

function beginWait({ store, clock, purpose, lockWaitMs }: Core, loops: Loops, options: SettleOptions): Wait {
  const { stacks, services, timeoutMs, once = false, steal = false } = options
  const since = clock.now()
  const deadline = since + (timeoutMs ?? Number.POSITIVE_INFINITY)
  const asked = services ? concernOfServices(store, stacks, services) : concernOf(stacks)
  const inVain = new Set<string>()
  const concerns: Concerns = (key, kind) => asked(key, kind) && !inVain.has(`${kind}/${key}`)
  const isCutOff = purpose === 'act' || once
  // The statuses of a serve at rest are current. One that has just begun, or is working, is looked at until it rests.
  const rests = purpose === 'serve' && hasLookedAtAll(loops, concerns)
  return {
    ...{ deadline, concerns, inVain, looking: { isFresh: rests && !once, since } },
    noteRefusals: createRefusals(),
    lockWait: createLockWait(loops, lockWaitMs),
    longWait: createLongWait(since, !isCutOff),
    told: followTold(loops.recorder, stacks, options.since ?? since),
    callOff: (steal ? loops.ports.locks?.steal(stacks) : undefined) ?? (() => undefined),
    mayEnd: isCutOff ? createEnding(loops, { concerns, deadline }) : (outcome) => outcome,
  }
}

async function kept({ store }: Core, outcome: Outcome): Promise<Outcome> {
  if (outcome.exit === exits.converged) await store.durable()
  return outcome
}

interface Looking {
  isFresh: boolean
  /** When the wait began. */
  readonly since: number
  /** When the hosts were listed and the contents of Secrets were read again. */
  listedAt?: number
}

/**
 * Wakes the loops of these objects. No event says that contents changed, that containers of others went, or that an engine would accept now
 * what it refused.
 */
export function wakeQuiet({ running }: Loops, ids: readonly ResourceId[]): void {
  for (const id of ids) {
    const { kind, key } = splitId(id)
    running.loops.find(({ name }) => name === kind.toLowerCase())?.wake(key)
  }
}

function isRead({ store }: Core, expected: SettleOptions['expected']): boolean {
  return [...(expected ?? [])].every(([id, hash]) => {
    const object = objectOf(store, id)
    return !object || !isContent(object) || object.status?.contentHash === hash
  })
}

/** Takes a look at everything. */
function see(
  core: Core,
  loops: Loops,
  options: AwaitOptions & { readonly wait: Wait },
): { readonly view: WaitView; readonly isListed: boolean } {
  const { deadline, concerns, looking, noteRefusals, inVain } = options.wait
  const awaited = awaitedIn(core, options)
  const aside = hostsAside(core, loops, awaited)
  const isIdle = isIdleWhereHeard(loops, concerns)
  const at = { now: core.clock.now(), isRead: isRead(core, options.expected), isIdle, aside }
  const { isFresh, isListed } = look(looking, loops, at)
  const refusals: Refusals = isFresh ? noteRefusals(awaited, at.now) : new Map()
  for (const [id, since] of refusals) if (at.now - since >= MAY_PASS_MS) inVain.add(id)
  const since = { isFresh, isIdle, refusals, since: looking.since, deadline }
  return { view: viewOf(core, loops, { ...options, ...since, aside, awaited }), isListed }
}

interface Looks {
  readonly now: number
  readonly isRead: boolean
  readonly isIdle: boolean
  readonly aside: ReadonlySet<string>
}

/**
 * Updates whether statuses are current: after the hosts' lists every loop has been idle once, or some time has passed, as a build keeps a
 * loop busy.
 */
function look(
  looking: Looking,
  loops: Loops,
  { now, isRead, isIdle, aside }: Looks,
): { isFresh: boolean; isListed: boolean } {
  const areListed = loops.inventory.hosts().every(({ synced, node }) => synced || aside.has(node))
  const isKnown = (isRead || now - looking.since >= READ_PATIENCE_MS) && areListed
  if (looking.listedAt === undefined && isKnown) looking.listedAt = now
  const { listedAt } = looking
  if (listedAt !== undefined && (isIdle || now - listedAt >= FRESH_AFTER_MS)) looking.isFresh = true
  return { isFresh: looking.isFresh, isListed: looking.isFresh || now - (listedAt ?? now) >= LISTED_AFTER_MS }
}

/**
 * Makes a rest after each look, so that the loops get most of the time: a look goes through every task, and there may be very many changes.
 * In ms of `performance.now()`, as most looks take less than one.
 */
function createRest() {
  let until = 0
  return {
    leftMs: () => until - performance.now(),
    after(begun: number) {
      const ended = performance.now()
      until = ended + Math.min(REST_LOOKS * (ended - begun), LOOK_MS)
    },
  }
}

/** Merges a burst of changes into one look, after all that they set going, and not before the rest is over. */
function oncePerTurn(act: () => void, restMs: () => number): () => void {
  let pending = false
  return () => {
    if (pending) return
    pending = true
    const go = () => {
      pending = false
      act()
    }
    const rest = restMs()
    if (rest > 0) setTimeout(go, rest)
    else setImmediate(go)
  }
}

interface Watching {
  readonly wake: () => void
  readonly end: () => void
  readonly signal: AbortSignal
}

function watchAll({ store }: Core, { inventory }: Loops, { wake, end, signal }: Watching): () => void {
  const subscriptions = [
    ...kindNames.map((kind) => store.watch(kind).subscribe(wake)),
    store.watchFacts().subscribe(wake),
    inventory.watch().subscribe(wake),
  ]
  const timer = setInterval(wake, LOOK_MS)
  signal.addEventListener('abort', end, { once: true })
  wake()
  return () => {
    for (const subscription of subscriptions) subscription.unsubscribe()
    clearInterval(timer)
    signal.removeEventListener('abort', end)
  }
}

function late(seen: WaitView): Outcome | undefined {
  if (hasTime(seen)) return undefined
  const view = withoutOverridden(seen)
  return endedOverridden(lateEnd(view), view)
}

function lateEnd(view: WaitView): Outcome {
  const silent = endedWith(exits.unreachable, silentFaults(view.silent, view, 'did not answer in time'))
  if (silent) return silent
  return {
    type: 'outcome',
    exit: exits.deadline,
    message: `not converged in time: ${whatIsMissing(view) || 'not all was looked at yet'}`,
    remedy: 'wait longer with --timeout, or see what it waits for with `reconcile status`',
  }
}
