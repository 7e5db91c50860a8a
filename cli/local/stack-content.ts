import { isNamespaced, kindNames, kinds, type ObjectOf } from '../../api/v1/kinds.ts'
import { objectLabels } from '../../api/v1/labels.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import type { Store } from '../../store/objects/store.ts'
import { objectOf } from '../../store/source/acceptance/origins.ts'
import { resourceIdOf, type ResourceId, stacksOf } from '../../store/source/reading/reading.ts'

const declaredKinds = [...kindNames].reverse().filter((kind) => kinds[kind].declared && isNamespaced(kind))

/** The stacks that have any object. */
export function stacksWithContent(store: Store): readonly string[] {
  const all = declaredKinds.flatMap((kind) => [...store.list(kind).values()])
  return [...new Set(all.flatMap(({ metadata }) => metadata.namespace ?? []))].sort()
}

/** All declared objects of a stack, and its implied network. */
export function contentOf(store: Store, stack: string): readonly ObjectOf[] {
  return declaredKinds.flatMap((kind): ObjectOf[] => [...store.by(kind, 'namespace', stack).values()])
}

/** Whether these are all objects of a stack, apart from its implied network. */
export function isEmptiedBy(store: Store, stack: string, ids: readonly ResourceId[]): boolean {
  const going = new Set(ids)
  return contentOf(store, stack).every((object) => isImplied(object) || going.has(resourceIdOf(object)))
}

/** What is deleted with these: the implied network of a stack goes with its last service. */
export function goingWith(store: Store, ids: readonly ResourceId[]): readonly ResourceId[] {
  // One that a file declared before, and that was left to the services in it, is the implied one by now.
  const going = new Set(ids.filter((id) => !isLeft(objectOf(store, id))))
  for (const stack of stacksOf(ids)) {
    const content = contentOf(store, stack)
    const stays = content.some((object) => object.kind === 'Service' && !going.has(resourceIdOf(object)))
    if (!stays) for (const network of content.filter(isImplied)) going.add(resourceIdOf(network))
  }
  return [...going]
}

/** What is being deleted, including the implied networks of stacks without services. */
export function leavingNow(store: Store): readonly ResourceId[] {
  const going = stacksWithContent(store).flatMap((stack) => contentOf(store, stack).filter(isBeingDeleted))
  const ids = going.map(resourceIdOf)
  const implied = stacksWithContent(store).filter((stack) => store.by('Service', 'namespace', stack).size === 0)
  const networks = implied.flatMap((stack) => contentOf(store, stack).filter(isImplied))
  return [...new Set([...goingWith(store, ids), ...networks.map(resourceIdOf)])]
}

function isLeft(object: ObjectOf | undefined): boolean {
  return object !== undefined && isImplied(object) && !isBeingDeleted(object)
}

function isImplied({ kind, metadata }: ObjectOf): boolean {
  return kind === 'Network' && metadata.labels?.[objectLabels.implied] === 'true'
}
