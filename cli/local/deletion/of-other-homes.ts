import { finalizers } from '../../../api/v1/labels.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { DeleteRequest } from '../../../api/v1/installation/requests.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import type { FoundResource } from '../../../store/source/acceptance/prune.ts'
import { stacksIn } from '../../../store/source/apply.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import { type FileReading, idsIn, type ResourceId } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { findOn, type FoundOnHosts } from '../prune/find.ts'

/** Finds on the hosts what a deletion with `prune` means and this home has never worked on: of these files, or of a whole stack. */
export async function findOfOtherHomes(
  core: Core,
  { prune, stack, orphans, signal }: DeleteRequest,
  files: readonly FileReading[] | undefined,
): Promise<FoundOnHosts> {
  if (!prune) return { found: [], notes: [] }
  const stacks = files ? stacksIn(files) : stack === undefined ? [] : [stack]
  const isKnown = (key: Key) => isWorkedOn(core.store, key)
  const { found, notes } = await findOn(core, { stacks, signal, isKnown, nodes: core.store })
  const unknown = found.filter(({ id, object }) =>
    object.kind === 'Service' ? !isKnown(keyOf(object)) : !objectOf(core.store, id),
  )
  return { found: files && !orphans ? declaredOf(unknown, new Set(idsIn(files))) : unknown, notes }
}

/**
 * The volumes among what was found that a deletion by files leaves with their data, though it deletes their services: none of the files
 * declares them.
 */
export function sparedIn(
  found: readonly FoundResource[],
  files: readonly FileReading[] | undefined,
): ReadonlySet<ResourceId> {
  if (!files) return new Set()
  const declared = new Set(idsIn(files))
  return new Set(found.flatMap(({ id, object }) => (object.kind === 'Volume' && !declared.has(id) ? [id] : [])))
}

/** Whether this home has worked on a service: its loop adds the finalizer at its first reconcile. */
export function isWorkedOn(store: Store, key: Key): boolean {
  return store.get('Service', key)?.metadata.finalizers?.includes(finalizers.tasks) ?? false
}

/**
 * Of what was found, the declared resources, and what only their services use but for the data of volumes. What others use stays. Pure.
 */
export function declaredOf(
  found: readonly FoundResource[],
  declared: ReadonlySet<ResourceId>,
): readonly FoundResource[] {
  const services = found.filter(({ object }) => object.kind === 'Service')
  const usedBy = (isDeclared: boolean) =>
    new Set(services.flatMap(({ id, uses = [] }) => (declared.has(id) === isDeclared ? uses : [])))
  const [theirs, kept] = [usedBy(true), usedBy(false)]
  return found.filter(({ id, object: { kind } }) => {
    if (kept.has(id)) return false
    return declared.has(id) || (kind !== 'Volume' && theirs.has(id))
  })
}

/** Creates the objects that stand for what was found, so that it is deleted as any other. */
export function declareFound(store: Store, found: readonly FoundResource[]): void {
  for (const { id, object } of found) {
    const { kind, metadata } = object
    if (!objectOf(store, id)) store.create(kind, object)
    // It was applied without a wait, and nothing has worked on it here.
    else
      store.update(kind, keyOf(object), (draft) => {
        draft.metadata.finalizers = [...new Set([...(draft.metadata.finalizers ?? []), ...(metadata.finalizers ?? [])])]
      })
  }
}
