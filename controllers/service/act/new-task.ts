import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { annotations, finalizers, objectLabels } from '../../../api/v1/labels.ts'
import { keyOf, slotName } from '../../../api/v1/names.ts'
import { ownerReference } from '../../../api/v1/owner.ts'
import type { Ports } from '../../runtime/ports.ts'
import { incarnationOf } from '../incarnation.ts'
import { renewalOf } from '../restart.ts'
import type { ServiceView } from '../view.ts'

/** The properties of a new task. */
export interface NewTask {
  readonly name: string
  readonly slot: number
  readonly revision: string
  readonly attempt: number
  readonly node?: string
  readonly paths?: Readonly<Record<string, string>> | undefined
  readonly restart?: string | undefined
  readonly standsIn?: true | undefined
  readonly adopted?: true
  readonly ports: Ports
}

/** Builds a task of a service from a revision's template. */
export function newTask(
  view: ServiceView,
  { name, slot, revision, attempt, node, paths, ports, restart, standsIn, adopted }: NewTask,
): V1Task {
  const { metadata } = view.service
  const service = metadata.name
  const stack = metadata.namespace ?? ''
  const noted = {
    ...(restart === undefined ? {} : restartedAs(view, { restart, revision }, ports)),
    ...(standsIn ? { [annotations.standsIn]: 'true' } : {}),
    ...(adopted ? { [annotations.adopted]: 'true' } : {}),
  }
  return {
    apiVersion: API_VERSION,
    kind: 'Task',
    metadata: {
      name,
      namespace: stack,
      labels: { [objectLabels.service]: service, [objectLabels.slot]: String(slot), [objectLabels.revision]: revision },
      ...(Object.keys(noted).length === 0 ? {} : { annotations: noted }),
      ...ownedBy(view.service),
    },
    spec: {
      service,
      slot,
      revision,
      attempt,
      incarnation: incarnationOf(view.service, ports.store),
      desiredState: 'Running',
      containerName: slotName(view.service, slot),
      ...templateOf(view, revision),
      ...(node ? { node } : {}),
      ...(paths ? { contentPaths: { ...paths } } : {}),
    },
    status: { phase: 'Pending' },
  }
}

/**
 * The annotations of a task made for a restart. A task that goes back to an earlier revision also keeps its earlier anonymous volumes, so
 * it is not marked as renewed.
 */
function restartedAs(
  { service, target }: ServiceView,
  { restart, revision }: { readonly restart: string; readonly revision: string },
  { store }: Ports,
): Readonly<Record<string, string>> {
  const goesBack = revision !== target?.hash || service.metadata.annotations?.[annotations.undone] !== undefined
  const renewal = goesBack ? undefined : renewalOf(store, keyOf(service))
  return { [annotations.restarted]: restart, ...(renewal === undefined ? {} : { [annotations.renewed]: renewal }) }
}

type Owned = Required<Pick<V1Task['metadata'], 'ownerReferences' | 'finalizers'>>

const owned = new WeakMap<V1Service['spec'], Owned>()

/** The metadata that all tasks of a service share, as one object per spec. */
function ownedBy(service: V1Service): Owned {
  const known = owned.get(service.spec)
  if (known && known.ownerReferences[0]?.uid === service.metadata.uid) return known
  const made = { ownerReferences: [ownerReference(service)], finalizers: [finalizers.container] }
  owned.set(service.spec, made)
  return made
}

/** The template and contents of a revision: from the target, or from a stored revision. */
export function templateOf(
  { target, revisions, service }: ServiceView,
  hash: string,
): Pick<V1Task['spec'], 'template' | 'contents'> {
  if (target && target.hash === hash) return { template: target.template, contents: target.contents }
  const kept = revisions.find((revision) => revision.spec.hash === hash)?.spec
  return {
    template: kept?.template ?? target?.template ?? service.spec.template,
    contents: { ...(kept?.contents ?? target?.contents) },
  }
}
