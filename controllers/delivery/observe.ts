import type { V1Config, V1Secret, V1Task, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { by } from '../../api/v1/language/by.ts'
import { isBeingDeleted, stackOf } from '../../api/v1/metadata.ts'
import { keyOf, serviceKeyOf } from '../../api/v1/names.ts'
import { contentReasons } from '../../api/v1/reason-groups.ts'
import type { Content } from '../../store/contents/contents.ts'
import type { Store } from '../../store/objects/store.ts'
import { resourceIdOf } from '../../store/source/reading/reading.ts'
import { isAwaited } from '../ownership/awaited.ts'
import { areListed } from '../runtime/listed.ts'
import { isUndeclared } from '../holds/leaving.ts'
import { nodeHold } from '../holds/node-hold.ts'
import type { Ports } from '../runtime/ports.ts'
import { isDecided } from '../service/decided.ts'
import { isAtGoal } from '../service/goal.ts'
import { replicaOf } from '../service/replica.ts'
import { goalOfBegun } from '../service/under-way.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import { pathOnNode } from '../task/observe/on-node.ts'
import { type DeliveredKind, referencesOf } from './path.ts'
import type { DeliveryView, Wanted } from './plan.ts'
import { isDelivered } from './record.ts'
import { leftPlaces, usersIndex } from './used.ts'

interface Found {
  readonly content: Content
  readonly retained: ReadonlySet<string>
  readonly kind: DeliveredKind
  readonly ports: Ports
}

/** Observes one Secret or Config. */
export function observeDelivery(object: V1Secret | V1Config, { content, retained, kind, ports }: Found): DeliveryView {
  const users = ports.store.by('Task', usersIndex[kind], keyOf(object))
  const wanted = isBeingDeleted(object) ? [] : wantedPlaces(object, [...users.values()], { kind, ports })
  const left = leftPlaces({ object, kind, ...(content.found ? { hash: content.hash } : {}) }, ports)
  const hosts = areListed(ports) ? ports.inventory.hosts() : []
  const onHost = new Map(hosts.map(({ node }) => [node, nodeHold(node, ports) ?? ('open' as const)]))
  const { name } = object.metadata
  const mounts = (template: V1TaskTemplate) =>
    referencesOf(template).some((reference) => reference.kind === kind && reference.name === name)
  const undeclared = isUndeclared(resourceIdOf(object), ports.store)
  const awaited = isAwaited(stackOf(object), mounts, ports.store)
  return { object, content, retained, wanted, left, onHost, undeclared, awaited }
}

/**
 * Whether a task may need bytes that are not on its node: it says so, or is bound and has no container yet. One that may be replaced before
 * it starts would get them in vain, and says so only once that is not to be (gates/turn.ts).
 */
export function waitsForBytes(task: V1Task, store: Store): boolean {
  if (task.spec.node === undefined || isRetiring(task) || hasEnded(task)) return false
  const { phase, reason = '' } = task.status ?? {}
  return contentReasons.has(reason) || (phase === 'Preparing' && isToStay(task, store))
}

/** Whether no rollout replaces a task, as far as its service has said. */
function isToStay(task: V1Task, store: Store): boolean {
  const service = store.get('Service', serviceKeyOf(task))
  const goal = service && goalOfBegun(service, store)
  return goal ? isAtGoal(task, goal) : !replicaOf(task).leaves
}

/** The places in which tasks wait for the bytes: those of a node in an order that does not depend on which task was bound first. */
function wantedPlaces(
  object: V1Secret | V1Config,
  users: readonly V1Task[],
  at: { kind: DeliveredKind; ports: Ports },
): readonly Wanted[] {
  const places = new Map<string, Wanted>()
  const { name } = object.metadata
  for (const task of users.filter((user) => isDecided(user, at.ports.store) && waitsForBytes(user, at.ports.store))) {
    const node = task.spec.node ?? ''
    const hash = task.spec.contents?.[`${at.kind}/${name}`]
    if (hash === undefined) continue
    for (const reference of referencesOf(task.spec.template)) {
      if (reference.kind !== at.kind || reference.name !== name) continue
      const path = pathOnNode(task, reference, at.ports)
      const key = `${node} ${path.directory}`
      if (places.has(key)) continue
      const delivered = isDelivered(object, { node, directory: path.directory })
      const host = nodeHold(node, at.ports)
      places.set(key, { node, reference, path, hash, delivered, task: task.metadata.name, ...(host ? { host } : {}) })
    }
  }
  return [...places.values()].sort(by(({ path }) => path.directory))
}
