import type { V1Revision, V1Task, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'

/** Says under which values of which indexes an object stands; they follow from its namespace and spec alone. */
export type Indexer = (object: ObjectOf, add: (index: string, value: string) => void) => void

/** The value of `unbound`: tasks without a node. */
export const unboundValue = 'true'

/**
 * The indexes of a kind. Task and Revision `service`: `stack/service`. Task `slot`: `stack/service/slot`. Task `node`: its name. Task `network`, `volume`, `secret`,
 * `config`: the key of each that its template uses. Every kind `namespace`.
 */
export function indexerOf(kind: Kind): Indexer {
  if (kind === 'Task') {
    const known: KnownUses = new WeakMap()
    return (object, add) => indexTask(object as V1Task, add, known)
  }
  if (kind === 'Revision') return (object, add) => indexRevision(object as V1Revision, add)
  return indexNamespace
}

function indexNamespace(object: ObjectOf, add: (index: string, value: string) => void): void {
  if (object.metadata.namespace !== undefined) add('namespace', object.metadata.namespace)
}

function indexRevision(revision: V1Revision, add: (index: string, value: string) => void): void {
  indexNamespace(revision, add)
  add('service', `${revision.metadata.namespace}/${revision.spec.service}`)
}

function indexTask(task: V1Task, add: (index: string, value: string) => void, known: KnownUses): void {
  const stack = task.metadata.namespace ?? ''
  const { service, slot, node, template } = task.spec
  indexNamespace(task, add)
  add('service', `${stack}/${service}`)
  add('slot', `${stack}/${service}/${slot}`)
  if (node === undefined) add('unbound', unboundValue)
  else add('node', node)
  for (const [index, value] of usesOf(stack, template, known)) add(index, value)
}

type Uses = readonly (readonly [index: string, value: string])[]

/** Tasks of a service share their frozen template, so that this is worked out once for all of them. */
type KnownUses = WeakMap<V1TaskTemplate, { readonly stack: string; readonly uses: Uses }>

function usesOf(stack: string, template: V1TaskTemplate, known: KnownUses): Uses {
  const before = known.get(template)
  if (before?.stack === stack) return before.uses
  const uses = workOutUses(stack, template)
  if (Object.isFrozen(template)) known.set(template, { stack, uses })
  return uses
}

function workOutUses(stack: string, template: V1TaskTemplate): Uses {
  const volumes = (template.mounts ?? []).flatMap(({ type, source }) => (type === 'Volume' && source ? [source] : []))
  const secrets = (template.secrets ?? []).map((each) => each.secret)
  const configs = (template.configs ?? []).map((each) => each.config)
  const rows = { network: networksOf(template), volume: volumes, secret: secrets, config: configs }
  return Object.entries(rows).flatMap(([index, names]) =>
    [...new Set(names)].map((name) => [index, `${stack}/${name}`] as const),
  )
}

/** Without a word on networks a task is on its stack's `default`. */
function networksOf(template: V1TaskTemplate): readonly string[] {
  if (template.networks !== undefined) return template.networks.map((each) => each.network)
  return template.networkMode === undefined ? ['default'] : []
}
