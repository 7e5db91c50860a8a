/** Something that failed, or waits for a person. */
export interface Failure {
  /** `Kind/stack/name`, or a watched directory. */
  readonly object: string
  readonly reason: string
  readonly message: string
  /** Tells apart what has the same object and reason, as two holds of one directory. */
  readonly id?: string
}

/** What is known of a failure, from when it is first seen until an hour after it is over: kept across restarts. */
export interface Known extends Failure {
  /** Milliseconds since the epoch. */
  readonly since: number
  /** When it was told; absent: not yet. */
  readonly toldAt?: number
  /** Since when it is over; absent: it is not. */
  readonly overSince?: number
  /** When that it is over was told: it is remembered for a while, as it may come again. */
  readonly recoveredAt?: number
  /** How often it was told within that memory. */
  readonly times: number
}

/** How all of it stands. */
export interface Present {
  readonly failures: ReadonlyMap<string, Failure>
  /** Whether an object is as it should be, or gone: what is on its way, paused or silent is neither failed nor well. */
  readonly isWell: (object: string) => boolean
}

/** What is to be told. */
export interface Notice {
  readonly key: string
  readonly state: 'failed' | 'recovered'
  readonly known: Known
}

export interface NoticePace {
  /** A failure is told when it stands for so long, ms. */
  readonly notifyAfterMs: number
  /** That it is over is told when it was over for so long, ms; twice as long with each time that it came again. */
  readonly notifyCalmMs: number
}

export interface NoticePlan {
  /** What is known from now on. */
  readonly known: ReadonlyMap<string, Known>
  /** Not told yet, the oldest first. */
  readonly due: readonly Notice[]
  /** Milliseconds until there may be more to tell, when nothing changes. */
  readonly againIn?: number
}

/** A failure that comes again within this is the same one, and has to be over for longer. */
const MEMORY_MS = 3_600_000
/** More than these are not looked after at a time: what fails beyond them is not told. */
const MOST_KNOWN = 1_000

/** One failure is one key. */
export function keyOfFailure({ object, reason, id = '' }: Failure): string {
  return [object, reason, id].join('\n')
}

/**
 * What is to be told now: a failure that stands, once, and that it is over once it stays so. Level-triggered: what could not be
 * delivered is due again, and of what was over before anybody was told nothing is. Pure.
 */
export function planNotices(
  before: ReadonlyMap<string, Known>,
  present: Present,
  { now, ...pace }: NoticePace & { readonly now: number },
): NoticePlan {
  const known = new Map<string, Known>()
  for (const [key, old] of before) {
    const next = present.failures.has(key) ? undefined : withoutFailure(old, present, now)
    if (next) known.set(key, next)
  }
  for (const [key, failure] of present.failures) {
    const old = before.get(key)
    if (old || known.size < MOST_KNOWN) known.set(key, withFailure(old, failure, now))
  }
  const waits = [...known].map(([key, each]) => ({ key, each, inMs: dueIn(each, pace, now) }))
  const due = waits.filter(({ inMs }) => inMs !== undefined && inMs <= 0)
  const later = waits.flatMap(({ inMs }) => (inMs !== undefined && inMs > 0 ? [inMs] : []))
  return {
    known,
    due: due
      .map(({ key, each }): Notice => ({ key, state: each.toldAt === undefined ? 'failed' : 'recovered', known: each }))
      .sort((a, b) => a.known.since - b.known.since),
    ...(later.length > 0 ? { againIn: Math.min(...later) } : {}),
  }
}

/** What is known once a notice was delivered. */
export function delivered({ state, known }: Notice, now: number): Known {
  if (state === 'failed') return { ...known, toldAt: now, times: known.times + 1 }
  const { toldAt: _, ...over } = known
  return { ...over, recoveredAt: now }
}

function withFailure(old: Known | undefined, failure: Failure, now: number): Known {
  if (!old || old.recoveredAt !== undefined) return { ...failure, since: now, times: old?.times ?? 0 }
  const { overSince: _, ...open } = old
  return open
}

function withoutFailure(old: Known, { isWell }: Present, now: number): Known | undefined {
  if (old.recoveredAt !== undefined) return now - old.recoveredAt < MEMORY_MS ? old : undefined
  if (!isWell(old.object)) return old
  if (old.toldAt !== undefined) return { ...old, overSince: old.overSince ?? now }
  // Nobody was told of it; that it came before still counts.
  return old.times > 0 ? { ...old, recoveredAt: now } : undefined
}

/** Milliseconds until it is to be told; undefined where only a change brings that about. */
function dueIn({ since, toldAt, overSince, recoveredAt, times }: Known, pace: NoticePace, now: number) {
  if (recoveredAt !== undefined) return undefined
  if (toldAt === undefined) return since + pace.notifyAfterMs - now
  if (overSince === undefined) return undefined
  return overSince + Math.min(pace.notifyCalmMs * 2 ** Math.max(0, times - 1), MEMORY_MS) - now
}
