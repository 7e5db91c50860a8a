import { isDeepStrictEqual } from 'node:util'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { isMap } from '../../../api/v1/yaml/is-map.ts'
import type { CallUnderWay } from '../../../engine/under-way.ts'
import { keptEntries } from '../../../store/objects/kept.ts'
import { stacksOf } from '../../../store/source/reading/reading.ts'
import type { Json } from '../../../store/storage/storage.ts'
import type { Core } from '../open/core.ts'
import type { CopiedStore } from './copied-store.ts'

/** What was seen, the state of that moment with the manifests accepted, and the calls that engines had not answered then. */
export interface Moment<T> {
  readonly seen: T
  readonly kept: ReadonlyMap<string, Json>
  readonly underWay: readonly CallUnderWay[]
  /** What to warn of where calls began or ended all the time, so that it is of no one moment. */
  readonly warnings: readonly ProgressEvent[]
}

interface Looking<T> {
  readonly copy: CopiedStore
  /** The stacks whose calls matter. */
  readonly stacks: ReadonlySet<string>
  readonly look: () => Promise<T>
}

const MIXED =
  'the running serve began or ended calls each time the hosts were looked at, so that this plan is of several moments, and what it says of ' +
  'rollouts under way may be wrong: plan again once `reconcile wait` has seen them end'

/** Hosts are looked at so often, or for so long, ms, until no call began or ended meanwhile; then the last look counts. */
const LOOKS = 5
const LOOKS_MS = 3_000
/** And no longer than that, ms: a host that has just fallen silent takes each look as long. */
const MOST_MS = 10_000

/**
 * Looks at the hosts while the loops of this process work on: again, where a call of these stacks began or ended meanwhile, so that what is
 * seen and the state belong together. Otherwise what the loops did would look as if somebody else had done it.
 */
export async function ofOneMoment<T>(
  core: Pick<Core, 'calls' | 'clock' | 'store'>,
  looking: Looking<T>,
): Promise<Moment<T>> {
  const { copy, stacks, look } = looking
  const { calls, clock } = core
  const began = clock.steady()
  for (let count = 1; ; count += 1) {
    let hasMoved = false
    const isOfThese = ({ call: { run } }: CallUnderWay) => {
      const own = stacksOf([run.object])
      return own.length === 0 || own.some((stack) => stacks.has(stack))
    }
    const stop = calls.watch((call) => (hasMoved ||= isOfThese(call)))
    const [underWay, now] = [calls.now(), keptEntries(core.store)]
    const seen = await look().finally(stop)
    const tookMs = clock.steady() - began
    if (hasMoved && tookMs < MOST_MS && (count < LOOKS || tookMs < LOOKS_MS)) continue
    const kept = rebased({ before: copy.initial, accepted: copy.contents(), now })
    return { seen, underWay, kept, warnings: hasMoved ? [{ type: 'warning', message: MIXED }] : [] }
  }
}

interface Sides<T> {
  readonly before: T
  /** What was made of `before`. */
  readonly accepted: T
  /** What became of `before` meanwhile. */
  readonly now: T
}

type Entries = ReadonlyMap<string, Json>

/** The present entries with what was accepted upon earlier ones: a field that an acceptance changed is as accepted, any other as it is now. */
export function rebased({ before, accepted, now }: Sides<Entries>): Entries {
  const merged = new Map<string, Json>()
  for (const key of new Set([...now.keys(), ...accepted.keys()])) {
    const value = valueOf({ before: before.get(key), accepted: accepted.get(key), now: now.get(key) })
    if (value !== undefined) merged.set(key, value)
  }
  return merged
}

function valueOf({ before, accepted, now }: Sides<Json | undefined>): Json | undefined {
  if (now === before || isDeepStrictEqual(now, before)) return accepted
  if (isDeepStrictEqual(accepted, before)) return now
  if (!isMap(accepted) || !isMap(now)) return accepted
  const was = isMap(before) ? before : {}
  const fields = [...new Set([...Object.keys(now), ...Object.keys(accepted)])].flatMap((field) => {
    const value = valueOf({ before: was[field], accepted: accepted[field], now: now[field] })
    return value === undefined ? [] : [[field, value] as const]
  })
  return Object.fromEntries(fields)
}
