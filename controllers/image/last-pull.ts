import { pullIntervalMs } from '../../api/v1/pull-interval.ts'
import type { Store } from '../../store/objects/store.ts'

/** When a pull of a tag last succeeded. */
export interface LastPull {
  readonly image: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** Notes that a pull of a tag succeeded, and forgets those that no service pulls by time any more. */
export function notePull(store: Store, { image, at }: LastPull): void {
  const byTime = new Set<string>()
  for (const { spec } of store.list('Service').values())
    if (spec.template.image !== undefined && pullIntervalMs(spec.template) !== undefined)
      byTime.add(spec.template.image)
  for (const known of [...store.facts('pull').keys()]) if (!byTime.has(known)) store.putFact('pull', known, undefined)
  if (byTime.has(image)) store.putFact('pull', image, { at: new Date(at).toISOString() })
}

/** When a tag was last pulled, ms since the epoch; undefined where that is not known. */
export function lastPullOf(store: Pick<Store, 'fact'>, image: string): number | undefined {
  const { at } = (store.fact('pull', image) ?? {}) as { readonly at?: unknown }
  const time = typeof at === 'string' ? Date.parse(at) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}
