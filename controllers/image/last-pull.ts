import { pullIntervalMs } from '../../api/v1/pull-interval.ts'
import type { Store } from '../../store/objects/store.ts'
import { backoffAfter } from '../runtime/backoff.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** When a tag was pulled. */
export interface LastPull {
  readonly image: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** Notes that a tag was pulled and its image accepted. Also forgets the tags that no service pulls by interval any more. */
export function notePull(store: Store, { image, at }: LastPull): void {
  const byTime = pulledByTime(store)
  for (const known of [...store.facts('pull').keys()]) if (!byTime.has(known)) store.putFact('pull', known, undefined)
  if (byTime.has(image)) store.putFact('pull', image, { at: timestamp(at) })
}

/** Notes that the pull of a tag failed, so that the registry is not tried again at once. */
export function noteFailedPull(store: Store, { image, at }: LastPull): void {
  if (!pulledByTime(store).has(image)) return
  const last = lastPullOf(store, image)
  const since = last === undefined ? {} : { at: timestamp(last) }
  store.putFact('pull', image, { ...since, failedAt: timestamp(at), failures: failuresOf(store, image) + 1 })
}

/** Starts the pull interval of a tag without a known pull now: the image may have been there before. */
export function beginPulls(store: Store, image: string, now: number): void {
  if (lastPullOf(store, image) === undefined) notePull(store, { image, at: now })
}

/** When a tag was last pulled, ms since the epoch; undefined where unknown. */
export function lastPullOf(store: Pick<Store, 'fact'>, image: string): number | undefined {
  return timeOf(store, image, 'at')
}

/** The wait after a failed pull: a registry is often away for a moment, and `serve` looks once a minute. */
const RETRY_LIMITS = { minMs: 30_000, maxMs: 600_000 }

/** From when a tag whose last pull failed may be pulled again, ms since the epoch; 0 if none failed since the last success. */
export function retriesPullAt(store: Pick<Store, 'fact'>, image: string): number {
  const failedAt = timeOf(store, image, 'failedAt')
  return failedAt === undefined ? 0 : failedAt + backoffAfter(failuresOf(store, image) - 1, RETRY_LIMITS)
}

/** How often pulls of a tag failed in a row. */
function failuresOf(store: Pick<Store, 'fact'>, image: string): number {
  const { failures } = (store.fact('pull', image) ?? {}) as { readonly failures?: unknown }
  return typeof failures === 'number' ? failures : 0
}

function timeOf(store: Pick<Store, 'fact'>, image: string, field: 'at' | 'failedAt'): number | undefined {
  const { [field]: text } = (store.fact('pull', image) ?? {}) as { readonly [name: string]: unknown }
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}

function pulledByTime(store: Store): ReadonlySet<string> {
  const images = [...store.list('Service').values()].flatMap(({ spec: { template } }) =>
    template.image !== undefined && pullIntervalMs(template) !== undefined ? [template.image] : [],
  )
  return new Set(images)
}
