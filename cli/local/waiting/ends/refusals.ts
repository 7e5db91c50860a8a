import type { ObjectOf } from '../../../../api/v1/kinds.ts'
import { refusalReasons, unservedReasons } from '../../../../api/v1/reason-groups.ts'
import { holdReasons } from '../../../../api/v1/reasons.ts'
import { isRetiring } from '../../../../api/v1/task-phase.ts'
import type { Store } from '../../../../store/objects/store.ts'
import { type ResourceId, resourceIdOf } from '../../../../store/source/reading/reading.ts'
import type { Awaited } from '../view/hosts-in-view.ts'
import { reasonOf } from '../view/wait-view.ts'

/** Reasons of objects that are to go and are looked at again: by then they may be free, or released by the engine. */
export const lingering: ReadonlySet<string> = new Set([holdReasons.keptByEngine, holdReasons.inUse])

/** Since when an engine refuses or fails at something, or something that is to go is in the way, ms since the epoch. */
export type Refusals = ReadonlyMap<ResourceId, number>

/**
 * Returns a function that records this at each look of a wait. A condition only says since when its object is not ready, which may be since
 * long before the wait, and for other reasons.
 */
export function createRefusals(): (
  awaited: Pick<Awaited, 'objects' | 'usedBeside' | 'tasks'>,
  now: number,
) => Refusals {
  let seen = new Map<ResourceId, Refusal>()
  return ({ objects, usedBeside = [], tasks }, now) => {
    // However long tasks take to stop, what they use is looked at again once they have.
    const inUse = tasks.some(isRetiring) ? holdReasons.inUse : undefined
    const counted = [...objects, ...usedBeside].filter((object) => reasonOf(object) !== inUse)
    seen = new Map(counted.flatMap((object) => noted(object, seen, now)))
    return new Map([...seen].map(([id, { since }]) => [id, since]))
  }
}

/** The networks and volumes of these stacks that an engine did not make when it was asked last, which may be a while ago. */
export function refusedIn(store: Store, stacks: readonly string[]): readonly ResourceId[] {
  const objects = stacks.flatMap((stack): ObjectOf[] => [
    ...store.by('Network', 'namespace', stack).values(),
    ...store.by('Volume', 'namespace', stack).values(),
  ])
  return objects.filter((object) => refusalReasons.has(reasonOf(object))).map(resourceIdOf)
}

interface Refusal {
  readonly asked: string
  readonly since: number
}

/** While an engine takes its time to refuse again, the earlier refusal stands. */
function noted(object: ObjectOf, seen: ReadonlyMap<ResourceId, Refusal>, now: number): [ResourceId, Refusal][] {
  const reason = reasonOf(object)
  const id = resourceIdOf(object)
  const before = seen.get(id)
  if (reason === holdReasons.underWay && before) return [[id, before]]
  if (!unservedReasons.has(reason) && !lingering.has(reason)) return []
  const asked = `${object.metadata.uid} ${object.metadata.generation} ${reason}`
  return [[id, before?.asked === asked ? before : { asked, since: now }]]
}
