import type { V1Task, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { keyFor, keyOf, serviceKeyOf } from '../../../api/v1/names.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { writtenMounts } from '../../../api/v1/template-refs.ts'
import { placesWritten, sharedPlace, type Writer } from '../../../api/v1/written-places.ts'
import type { Change, Store } from '../../../store/objects/store.ts'
import { isPastIn, leavingOf } from '../../holds/leaving.ts'
import { isOurselves } from '../../ownership/ourselves.ts'
import type { Ports } from '../../runtime/ports.ts'
import { hasEnded } from '../../../api/v1/task-phase.ts'
import type { Need } from '../view.ts'
import { waiting } from '../waiting.ts'

type Known = Pick<Ports, 'store'>

/**
 * Makes a task wait while a service that is leaving still writes to the same data, as when the task's service is that one under a new name,
 * or in a renamed stack or directory: two databases on one directory ruin it. A service whose current revision writes to the data already
 * does not wait.
 */
export function leavingWriterNeeds(task: V1Task, ports: Ports): readonly Need[] {
  const { node, service } = task.spec
  if (node === undefined || task.status?.startedAt !== undefined) return []
  const ran = new Set(placesOfCurrent(task, ports))
  const places = placesOf(task, task.spec.template, ports).filter((place) => !ran.has(place))
  if (places.length === 0) return []
  const own = writerOf(task, places, ports)
  for (const other of ports.store.by('Task', 'node', node).values()) {
    const isOwn = other.spec.service === service && other.metadata.namespace === task.metadata.namespace
    if (isOwn || hasEnded(other)) continue
    const shared = sharedPlace(own, writerOf(other, placesOf(other, other.spec.template, ports), ports))
    const remedy = shared === undefined ? undefined : remedyOf(task, other, ports)
    if (remedy === undefined || !mayWrite(other, ports)) continue
    const message = `${keyOf(other)}, whose service goes, still writes to ${shared}: it ends first${remedy}`
    return [{ reason: taskReasons.waitingForWriter, message }]
  }
  return []
}

/** The waiting tasks of a node that may go on after a task which could write to its data was deleted. */
export function heirsOf({ before, after }: Change<V1Task>, ports: Known): readonly string[] {
  if (after || before?.spec.node === undefined || writtenMounts(before.spec.template).length === 0) return []
  return waiting(ports.store.by('Task', 'node', before.spec.node))
}

/** What a task may write to by a template. */
function placesOf(of: Pick<V1Task, 'metadata'>, template: V1TaskTemplate, { store }: Known): readonly string[] {
  return placesWritten(template, (name) => store.get('Volume', keyFor(of.metadata.namespace, name)))
}

/** Where the current revision of a task's service may write to. */
function placesOfCurrent(task: V1Task, ports: Known): readonly string[] {
  const { store } = ports
  const { metadata, spec } = task
  const current = store.get('Service', serviceKeyOf(task))?.status?.currentRevision
  const revision = store.get('Revision', keyFor(metadata.namespace, `${spec.service}-${current}`))
  return revision ? placesOf(revision, revision.spec.template, ports) : []
}

/** A task as a writer. */
function writerOf(task: V1Task, places: readonly string[], { store }: Known): Writer {
  const file = store.get('Service', serviceKeyOf(task))?.metadata.annotations?.[annotations.source]
  return { service: task.spec.service, file, places }
}

/** What ends another task whose service is leaving, if that is not under way, in words; undefined where it stays. */
function remedyOf(task: V1Task, other: V1Task, { store }: Known): string | undefined {
  const leaving = leavingOf(serviceKeyOf(other), store)
  if (leaving === 'deleted') return ''
  if (leaving === undefined && !isPastIn(other, task, store)) return undefined
  const { namespace = '' } = other.metadata
  const isAlone = namespace === task.metadata.namespace || (leaving !== undefined && hasStaying(namespace, store))
  const what = isAlone ? `service/${other.spec.service} -n` : '--stack'
  return `; \`reconcile delete ${what} ${namespace}\` ends it now, and leaves its volumes`
}

/** Whether a stack has a service that stays, so that it can't be deleted as a whole: the leaving one was taken out of it, or moved. */
function hasStaying(stack: string, store: Store): boolean {
  return [...store.by('Service', 'namespace', stack).keys()].some((key) => leavingOf(key, store) === undefined)
}

/** Whether a task has a container. Our own does not count, as it hands over to its waiting successor. */
function mayWrite({ metadata }: V1Task, ports: Ports): boolean {
  return ports.inventory
    .containersOf(metadata.name)
    .some(({ node, container }) => !isOurselves(ports, { node, id: container.Id }))
}
