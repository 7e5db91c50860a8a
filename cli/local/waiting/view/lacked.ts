import type { ObjectOf } from '../../../../api/v1/kinds.ts'
import { splitId } from '../../../../api/v1/names.ts'
import type { Store } from '../../../../store/objects/store.ts'
import { objectOf } from '../../../../store/source/acceptance/origins.ts'
import { resourceIdOf } from '../../../../store/source/reading/reading.ts'
import { usedBy } from '../../used-by.ts'
import { lackedBy } from './lacked-by.ts'
import type { WaitView } from './wait-view.ts'

/**
 * The objects that services among these use and that are not among these. Services are left out: those that are waited for are there
 * already.
 */
export function usedBeside(store: Store, objects: readonly ObjectOf[]): readonly ObjectOf[] {
  const there = new Set(objects.map(resourceIdOf))
  const used = new Set(objects.flatMap((object) => (object.kind === 'Service' ? usedBy(object) : [])))
  return [...used]
    .filter((id) => !there.has(id) && splitId(id).kind !== 'Service')
    .flatMap((id) => objectOf(store, id) ?? [])
}

/**
 * The view of a wait for single services, with what they use and lack added: what holds that up ends their wait as well. What they use and
 * have is left out, whatever is wrong with it. Pure.
 */
export function withLacked(view: WaitView): WaitView {
  const { objects, tasks, usedBeside: used = [] } = view
  if (used.length === 0) return view
  const lacked = new Set(objects.flatMap((object) => (object.kind === 'Service' ? lackedBy(object, tasks) : [])))
  return { ...view, objects: [...objects, ...used.filter((object) => lacked.has(resourceIdOf(object)))] }
}
