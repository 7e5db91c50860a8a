import type { V1Task, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { hostNameOf, keyFor, keyOf, serviceKeyOf } from '../../../api/v1/names.ts'
import { perTemplate } from '../../../api/v1/language/per-template.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import type { Change } from '../../../store/objects/store.ts'
import { isDeletion } from '../../../store/source/facts/hold.ts'
import { allHolds } from '../../../store/source/facts/hold-facts.ts'
import { allPending } from '../../../store/source/facts/pending-facts.ts'
import { isOurselves } from '../../ownership/ourselves.ts'
import type { Ports } from '../../runtime/ports.ts'
import { hasEnded } from '../phase.ts'
import type { Need } from '../view.ts'
import { waiting } from '../waiting.ts'

type Known = Pick<Ports, 'store'>

/**
 * Makes a task wait while a service that is leaving still writes to the same data, as when the task's service is that one under a new name:
 * two databases on one directory ruin it. A service whose current revision writes to the data already does not wait.
 */
export function leavingWriterNeeds(task: V1Task, ports: Ports): readonly Need[] {
  const { node, service } = task.spec
  if (node === undefined || task.status?.startedAt !== undefined) return []
  const ran = new Set(placesOfCurrent(task, ports))
  const places = placesOf(task, task.spec.template, ports).filter((place) => !ran.has(place))
  if (places.length === 0) return []
  for (const other of ports.store.by('Task', 'node', node).values()) {
    const isOwn = other.spec.service === service && other.metadata.namespace === task.metadata.namespace
    if (isOwn || hasEnded(other)) continue
    const place = placesOf(other, other.spec.template, ports).find((each) => places.includes(each))
    if (place === undefined || !isLeaving(other, ports) || !mayWrite(other, ports)) continue
    const message = `${keyOf(other)}, whose service goes, still writes to ${place}: it ends first`
    return [{ reason: taskReasons.waitingForVolume, message }]
  }
  return []
}

/** The waiting tasks of a node that may go on after a task which could write to its data was deleted. */
export function heirsOf({ before, after }: Change<V1Task>, ports: Known): readonly string[] {
  if (after || before?.spec.node === undefined || written(before.spec.template).length === 0) return []
  return waiting(ports.store.by('Task', 'node', before.spec.node))
}

const written = perTemplate(({ mounts = [] }) =>
  mounts.filter(({ type, readOnly }) => (type === 'Volume' || type === 'Bind') && readOnly !== true),
)

/** The volumes and host paths that a template may write to, as people name them. */
function placesOf(of: Pick<V1Task, 'metadata'>, template: V1TaskTemplate, { store }: Known): readonly string[] {
  return written(template).flatMap(({ type, source }) => {
    if (type === 'Bind' || source === undefined) return source ?? []
    const volume = store.get('Volume', keyFor(of.metadata.namespace, source))
    return volume ? [`the volume ${hostNameOf(volume)}`] : []
  })
}

/** Where the current revision of a task's service may write to. */
function placesOfCurrent(task: V1Task, ports: Known): readonly string[] {
  const { store } = ports
  const { metadata, spec } = task
  const current = store.get('Service', serviceKeyOf(task))?.status?.currentRevision
  const revision = store.get('Revision', keyFor(metadata.namespace, `${spec.service}-${current}`))
  return revision ? placesOf(revision, revision.spec.template, ports) : []
}

/** Whether a task's service is being deleted, or is no longer in any file. */
function isLeaving(task: V1Task, { store }: Known): boolean {
  const key = serviceKeyOf(task)
  const service = store.get('Service', key)
  if (!service || isBeingDeleted(service)) return true
  const going = [...allPending(store), ...allHolds(store).filter(isDeletion)]
  return going.some(({ resources }) => resources.includes(`Service/${key}`))
}

/** Whether a task has a container. Our own does not count, as it hands over to its waiting successor. */
function mayWrite({ metadata }: V1Task, ports: Ports): boolean {
  return ports.inventory
    .containersOf(metadata.name)
    .some(({ node, container }) => !isOurselves(ports, { node, id: container.Id }))
}
