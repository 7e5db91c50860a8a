import type { V1Task } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { isBeingDeleted, isObserved } from '../../api/v1/metadata.ts'
import { hostNameOf, keyFor, keyOf, serviceKeyOf, splitKey } from '../../api/v1/names.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import { networksOf, volumesOf } from '../../api/v1/template-refs.ts'
import type { Change, Key, Store } from '../../store/objects/store.ts'
import { isRetiring } from '../../api/v1/task-phase.ts'

/** The kinds whose objects on a host several stacks may share. */
export type SharedKind = 'Network' | 'Volume'

/** A network or volume, and its name on hosts. */
export interface Shared {
  readonly kind: SharedKind
  readonly key: Key
  readonly hostName: string
}

/** A task that uses an object which is to be removed, and keeps using it: nobody asked for the task's end. */
export interface Stayer {
  /** The task's name, for people. */
  readonly name: string
  /** The key of its service. */
  readonly service: Key
}

/**
 * The tasks on a node that use an object through another resource, such as an external one in another stack, while its own resource is
 * deleted.
 */
export interface UsedElsewhere {
  readonly stay: readonly Stayer[]
  /** The names of the tasks that will stop using it by themselves. */
  readonly go: readonly string[]
}

const NAMES = { Network: networksOf, Volume: volumesOf }

/** The store's indexes of tasks by what they use. */
const USERS = { Network: 'network', Volume: 'volume' } as const

/** Whether a task uses an object through another resource, and no deletion or update that is under way ends that. */
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

/** The tasks that use a volume through another resource, by node. */
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

/**
 * The keys of the resources of a kind that wait for their deletion, and whose object on a host a task which has just gone was using though
 * its template does not name them: through another resource, or in an adopted container, which may have more than its template says.
 */
export function leftBy({ before, after }: Change<V1Task>, kind: SharedKind, store: Store): readonly Key[] {
  if (!before || after) return []
  return [...throughOthers(before, kind, store), ...taskless(before, kind, store)]
}

/** What waits for its deletion in the stack of a task, and no task's template names. */
function taskless({ metadata: { namespace = '' } }: V1Task, kind: SharedKind, store: Store): readonly Key[] {
  const waiting = [...store.by(kind, 'namespace', namespace).values()].filter(isBeingDeleted).map(keyOf)
  return waiting.filter((key) => store.by('Task', USERS[kind], key).size === 0)
}

function throughOthers(before: V1Task, kind: SharedKind, store: Store): readonly Key[] {
  return NAMES[kind](before.spec.template).flatMap((name) => {
    const key = keyFor(before.metadata.namespace, name)
    const own = store.get(kind, key)
    if (!own?.spec.external) return []
    const others = sharedWith({ kind, key, hostName: hostNameOf(own) }, store)
    return others.filter((other) => store.get(kind, other)?.metadata.deletionTimestamp !== undefined)
  })
}

/** The keys of the other resources with the same object on hosts. */
function sharedWith({ kind, key, hostName }: Shared, store: Store): readonly Key[] {
  return [...store.by(kind, 'hostName', hostName).keys()].filter((other) => other !== key)
}

/** What to do about the tasks that stay. Ends a sentence that says what is to be removed. */
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
