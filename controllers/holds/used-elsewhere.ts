import type { V1Task } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { isBeingDeleted, isObserved } from '../../api/v1/metadata.ts'
import { hostNameOf, keyFor, keyOf, serviceKeyOf, splitKey } from '../../api/v1/names.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import { networksOf, volumesOf } from '../../api/v1/template-refs.ts'
import type { Change, Key, Store } from '../../store/objects/store.ts'
import { isRetiring } from '../task/phase.ts'

/** What several stacks may use under one name on their hosts. */
export type SharedKind = 'Network' | 'Volume'

/** A network or volume, and its name on hosts. */
export interface Shared {
  readonly kind: SharedKind
  readonly key: Key
  readonly hostName: string
}

/** Who uses what is to go, and stays: nobody asked for its end. */
export interface Stayer {
  /** Its name for people. */
  readonly name: string
  /** The key of its service. */
  readonly service: Key
}

/** Who on a node uses what is to go, by another resource than that, as one that is external in its stack. */
export interface UsedElsewhere {
  readonly stay: readonly Stayer[]
  /** The names of those that leave it by themselves. */
  readonly go: readonly string[]
}

const NAMES = { Network: networksOf, Volume: volumesOf }

/** Whether a task uses this by another resource of its name, and nothing that is under way or asked for ends that. */
export function staysIn(task: V1Task, shared: Shared, store: Store): boolean {
  if (isRetiring(task)) return false
  const service = store.get('Service', serviceKeyOf(task))
  if (!service || isBeingDeleted(service)) return false
  const uses = (each: V1Task['spec']['template']) => othersIn(task.metadata.namespace, each, { shared, store })
  if (!uses(task.spec.template)) return false
  const isUpdated = !isObserved(service) || isRolling(service.status?.rollout)
  return uses(service.spec.template) || !isUpdated
}

function othersIn(
  stack: string | undefined,
  template: V1Task['spec']['template'],
  { shared: { kind, key, hostName }, store }: { readonly shared: Shared; readonly store: Store },
): boolean {
  return NAMES[kind](template).some((name) => {
    const other = keyFor(stack, name)
    const object = store.get(kind, other)
    return other !== key && object !== undefined && hostNameOf(object) === hostName
  })
}

/** The tasks that use a volume by another resource, by their nodes. */
export function volumeUsersElsewhere(shared: Shared, store: Store): ReadonlyMap<string, UsedElsewhere> {
  const byNode = new Map<string, { stay: Stayer[]; go: string[] }>()
  for (const other of sharedWith(shared, store))
    for (const task of store.by('Task', 'volume', other).values()) {
      const { node, service } = task.spec
      if (node === undefined) continue
      const users = byNode.get(node) ?? { stay: [], go: [] }
      byNode.set(node, users)
      const { name, namespace } = task.metadata
      if (staysIn(task, shared, store)) users.stay.push({ name, service: keyFor(namespace, service) })
      else users.go.push(name)
    }
  return byNode
}

/** The keys of what is to go of a kind, and that a task which has just gone used by another resource. */
export function leftBy({ before, after }: Change<V1Task>, kind: SharedKind, store: Store): readonly Key[] {
  if (!before || after) return []
  return NAMES[kind](before.spec.template).flatMap((name) => {
    const key = keyFor(before.metadata.namespace, name)
    const own = store.get(kind, key)
    if (!own?.spec.external) return []
    const others = sharedWith({ kind, key, hostName: hostNameOf(own) }, store)
    return others.filter((other) => store.get(kind, other)?.metadata.deletionTimestamp !== undefined)
  })
}

/** The keys of the other resources that mean the same on hosts. */
function sharedWith({ kind, key, hostName }: Shared, store: Store): readonly Key[] {
  return [...store.list(kind).values()]
    .filter((other) => hostNameOf(other) === hostName)
    .map(keyOf)
    .filter((other) => other !== key)
}

/** What is to be done about those that stay, to end a sentence that says what is to go. */
export function stayWords({ kind, key }: Pick<Shared, 'kind' | 'key'>, stay: readonly Stayer[]): string {
  const what = kind.toLowerCase()
  const services = [...new Set(stay.map(({ service }) => service))].sort()
  const [first = ''] = services
  const { namespace: stack } = splitKey(first)
  const isOwn = stack === splitKey(key).namespace
  const named = listNames(services.map((service) => `Service ${service}`))
  const remedy = isOwn ? '' : `delete that stack first with \`reconcile delete --stack ${stack}\`, or `
  return `stay${stay.length === 1 ? 's' : ''} with ${named}: ${remedy}take the ${what} out of ${services.length === 1 ? 'that service' : 'these services'}`
}
