/** Something that failed, or waits for a person. */
export interface Failure {
  /** `Kind/stack/name`, or a watched directory. */
  readonly object: string
  readonly reason: string
  readonly message: string
  /** Distinguishes failures of the same object and reason, such as two holds of one directory. */
  readonly id?: string
}

/** A tracked failure, from when it is first seen until an hour after its end; kept across restarts. */
export interface Known extends Failure {
  /** When it began, ms since the epoch; until it is notified, later by each time in which it did not fail. */
  readonly since: number
  /** When it was notified; absent: not yet. */
  readonly toldAt?: number
  /** When it ended; absent while it lasts. */
  readonly overSince?: number
  /** When its recovery was notified. It is remembered for a while, as it may come back. */
  readonly recoveredAt?: number
  /** How often it was notified while it was remembered. */
  readonly times: number
}

/** The present failures. */
export interface Present {
  readonly failures: ReadonlyMap<string, Failure>
  /** Whether an object is Ready or gone. Objects that are progressing, paused or unreachable are neither failed nor well. */
  readonly isWell: (object: string) => boolean
}

/** A notice to send. */
export interface Notice {
  readonly key: string
  readonly state: 'failed' | 'recovered'
  readonly known: Known
}

export interface NoticePace {
  /** How long a failure must last before it is notified, ms. */
  readonly notifyAfterMs: number
  /** How long it must be over before the recovery is notified, ms; doubled each time it came back. */
  readonly notifyCalmMs: number
}

export interface NoticePlan {
  /** The failures to track from now on. */
  readonly known: ReadonlyMap<string, Known>
  /** Notices to send, oldest first. */
  readonly due: readonly Notice[]
  /** When more may be due without any change, ms. */
  readonly againIn?: number
}

/** A failure that comes back within this time is the same one, and must be over for longer. */
const MEMORY_MS = 3_600_000
/** The limit of tracked failures; further ones are not notified. */
const MOST_KNOWN = 1_000

/** The key that identifies a failure. */
export function keyOfFailure({ object, reason, id = '' }: Failure): string {
  return [object, reason, id].join('\n')
}

/**
 * Decides what to notify now: each lasting failure once, and its recovery once that lasts. Level-triggered: what could not be delivered
 * stays due, and failures that end before they were notified are dropped. Pure.
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
      .map(
        ({ key, each }): Notice =>
          each.toldAt === undefined
            ? // Its message may have changed since it began, or was first refused.
              { key, state: 'failed', known: { ...each, ...present.failures.get(key) } }
            : { key, state: 'recovered', known: each },
      )
      .sort((a, b) => a.known.since - b.known.since),
    ...(later.length > 0 ? { againIn: Math.min(...later) } : {}),
  }
}

/** The tracked state after a notice was delivered. */
export function delivered({ state, known }: Notice, now: number): Known {
  if (state === 'failed') {
    const { overSince: _, ...open } = known
    return { ...open, toldAt: now, times: known.times + 1 }
  }
  const { toldAt: _, ...over } = known
  return { ...over, recoveredAt: now }
}

function withFailure(old: Known | undefined, failure: Failure, now: number): Known {
  if (!old || old.recoveredAt !== undefined) return { ...failure, since: now, times: old?.times ?? 0 }
  const { overSince, ...open } = old
  const pausedMs = old.toldAt === undefined && overSince !== undefined ? now - overSince : 0
  return { ...open, since: old.since + pausedMs }
}

function withoutFailure(old: Known, { isWell }: Present, now: number): Known | undefined {
  if (old.recoveredAt !== undefined) return now - old.recoveredAt < MEMORY_MS ? old : undefined
  if (!isWell(old.object)) return old.toldAt === undefined ? { ...old, overSince: old.overSince ?? now } : old
  if (old.toldAt !== undefined) return { ...old, overSince: old.overSince ?? now }
  // Its return was not notified, but earlier notices still count.
  return old.times > 0 ? { ...old, recoveredAt: now } : undefined
}

/** When it is due, ms from now; undefined if that needs a change first. */
function dueIn({ since, toldAt, overSince, recoveredAt, times }: Known, pace: NoticePace, now: number) {
  if (recoveredAt !== undefined) return undefined
  if (toldAt === undefined) {
    const left = since + pace.notifyAfterMs - (overSince ?? now)
    return overSince === undefined || left <= 0 ? left : undefined
  }
  if (overSince === undefined) return undefined
  return overSince + Math.min(pace.notifyCalmMs * 2 ** Math.max(0, times - 1), MEMORY_MS) - now
}
