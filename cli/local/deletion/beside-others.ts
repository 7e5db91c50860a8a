import type { V1Service } from '../../../api/v1/generated/types.ts'
import { isBeingDeleted, namedOnCommandLine, refOf } from '../../../api/v1/metadata.ts'
import type { Store } from '../../../store/objects/store.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import { type ResourceId, resourceIdOf, stacksOf } from '../../../store/source/reading/reading.ts'
import { heldBy } from '../used-by.ts'

/** What to delete of what manifests declare, and notes about the rest. */
export interface BesideOthers {
  readonly ids: readonly ResourceId[]
  readonly notes: readonly string[]
}

/**
 * Selects what to delete if the stacks also have orphans: services that these manifests do not declare. With `orphans` these are deleted
 * too, with their networks. Otherwise resources that orphans use stay, as the deletion would wait for them.
 */
export function besideOthers(
  store: Store,
  wanted: readonly ResourceId[],
  { orphans = false }: { readonly orphans?: boolean },
): BesideOthers {
  const going = new Set(wanted)
  const others = stacksOf(wanted).flatMap((stack) =>
    [...store.by('Service', 'namespace', stack).values()].filter(
      (service) => !going.has(resourceIdOf(service)) && !isBeingDeleted(service),
    ),
  )
  if (orphans)
    return { ids: [...new Set([...wanted, ...others.flatMap((each) => withNetworks(store, each))])], notes: [] }
  const kept = new Map(others.flatMap((service) => heldBy(service).map((id) => [id, service] as const)))
  const notes = wanted.flatMap((id) => {
    const service = kept.get(id)
    return service ? [noteOf(`${id} stays: ${resourceIdOf(service)} uses it`, service)] : []
  })
  return { ids: wanted.filter((id) => !kept.has(id)), notes }
}

function withNetworks(store: Store, service: V1Service): readonly ResourceId[] {
  const networks = heldBy(service).filter((id) => objectOf(store, id)?.kind === 'Network')
  return [resourceIdOf(service), ...networks]
}

function noteOf(what: string, service: V1Service): string {
  const name = namedOnCommandLine(refOf(service))
  return `${what}, and is not in what was named; to delete that too, say --remove-orphans, or \`reconcile delete ${name}\``
}
