import { claimsOf } from '../../api/v1/host-claims.ts'
import type {
  V1Network,
  V1Revision,
  V1Service,
  V1Task,
  V1TaskTemplate,
  V1Volume,
} from '../../api/v1/generated/types.ts'
import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import { hostNameOf } from '../../api/v1/names.ts'
import { networksOf, sharedServices, volumesOf } from '../../api/v1/template-refs.ts'
import { isUnplaced } from '../../api/v1/unplaced.ts'

type Add = (index: string, value: string) => void

/** The index values of the objects of a kind. */
export interface Indexer {
  /** Calls `add` for each index value of an object. The values may depend only on its names, its spec and `state`. */
  readonly index: (object: ObjectOf, add: Add) => void
  /** What the values depend on besides names and spec; it is compared at each change. Absent: on nothing else. */
  readonly state?: (object: ObjectOf) => boolean
}

/**
 * Returns the indexer of a kind. Indexes and their values:
 * - every kind `namespace`;
 * - Service `dependsOn`, `shares`: the keys of services that it depends on, or whose namespaces or volumes it shares; `global`: `true` for
 *   a Global service; `undecided`: `true` for one that may not have decided which tasks it is to have;
 * - Network and Volume `hostName`: its name on hosts, which several may have, as where one stack declares another's as external;
 * - Revision `service`: `stack/service`;
 * - Task `service`: `stack/service`; `slot`: `stack/service/slot`; `node`: its node; `leaving`: the node of a task that must go; `claim`:
 *   `node/claim` of each host port or address that only one task of a node can have; `unbound`, for a task that is to get a node:
 *   `stack/service` and `*`; `untried`: `*` for an unbound task that the scheduler has not tried to place; `network`, `volume`, `secret`,
 *   `config`: the keys of those that its template uses.
 */
export function indexerOf(kind: Kind): Indexer {
  if (kind === 'Task') {
    const known: KnownUses = new WeakMap()
    return {
      index: (object, add) => indexTask(object as V1Task, add, known),
      state: (object) => isUnplaced(object as V1Task),
    }
  }
  if (kind === 'Revision') return { index: (object, add) => indexRevision(object as V1Revision, add) }
  if (kind === 'Service')
    return {
      index: (object, add) => indexService(object as V1Service, add),
      state: (object) => isUndecided(object as V1Service),
    }
  if (kind === 'Network' || kind === 'Volume')
    return { index: (object, add) => indexShared(object as V1Network | V1Volume, add) }
  return { index: indexNamespace }
}

function indexNamespace(object: ObjectOf, add: Add): void {
  if (object.metadata.namespace !== undefined) add('namespace', object.metadata.namespace)
}

function indexShared(object: V1Network | V1Volume, add: Add): void {
  indexNamespace(object, add)
  add('hostName', hostNameOf(object))
}

function indexRevision(revision: V1Revision, add: Add): void {
  indexNamespace(revision, add)
  add('service', `${revision.metadata.namespace}/${revision.spec.service}`)
}

function indexService(service: V1Service, add: Add): void {
  const { namespace: stack } = service.metadata
  const { dependsOn = [], template } = service.spec
  indexNamespace(service, add)
  for (const name of new Set(dependsOn.map((dependency) => dependency.service))) add('dependsOn', `${stack}/${name}`)
  for (const name of sharedServices(template)) add('shares', `${stack}/${name}`)
  if (service.spec.mode?.startsWith('Global')) add('global', 'true')
  if (isUndecided(service)) add('undecided', 'true')
}

/** Whether a service may not have decided which tasks it is to have: it is new, changed or being deleted, or has no revision yet. */
function isUndecided({ metadata, status }: V1Service): boolean {
  if (metadata.deletionTimestamp !== undefined || status?.updateRevision === undefined) return true
  return status.observedGeneration !== metadata.generation
}

function indexTask(task: V1Task, add: Add, known: KnownUses): void {
  const stack = task.metadata.namespace ?? ''
  const { service, slot, node, template, desiredState } = task.spec
  indexNamespace(task, add)
  add('service', `${stack}/${service}`)
  add('slot', `${stack}/${service}/${slot}`)
  const isLeaving = desiredState === 'Removed' || desiredState === 'Shutdown'
  if (node !== undefined) {
    add('node', node)
    if (isLeaving) add('leaving', node)
    for (const claim of claimsOf(task).keys()) add('claim', `${node}/${claim}`)
  } else if (!isLeaving) {
    add('unbound', `${stack}/${service}`)
    add('unbound', '*')
    if (!isUnplaced(task)) add('untried', '*')
  }
  for (const [index, value] of usesOf(stack, template, known)) add(index, value)
}

type Uses = readonly (readonly [index: string, value: string])[]

/** Caches uses by template: the tasks of a service share one frozen template object. */
type KnownUses = WeakMap<V1TaskTemplate, { readonly stack: string; readonly uses: Uses }>

function usesOf(stack: string, template: V1TaskTemplate, known: KnownUses): Uses {
  const before = known.get(template)
  if (before?.stack === stack) return before.uses
  const uses = workOutUses(stack, template)
  if (Object.isFrozen(template)) known.set(template, { stack, uses })
  return uses
}

function workOutUses(stack: string, template: V1TaskTemplate): Uses {
  const secrets = (template.secrets ?? []).map((each) => each.secret)
  const configs = (template.configs ?? []).map((each) => each.config)
  const rows = { network: networksOf(template), volume: volumesOf(template), secret: secrets, config: configs }
  return Object.entries(rows).flatMap(([index, names]) =>
    [...new Set(names)].map((name) => [index, `${stack}/${name}`] as const),
  )
}
