import { dirname, join } from 'node:path'
import type { V1Task, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { relativeTo } from '../../../api/v1/language/path-within.ts'
import { hostNameOf, keyFor, keyOf, serviceKeyOf } from '../../../api/v1/names.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { writtenMounts } from '../../../api/v1/template-refs.ts'
import type { Change } from '../../../store/objects/store.ts'
import { isPastIn, leavingOf } from '../../holds/leaving.ts'
import { isOurselves } from '../../ownership/ourselves.ts'
import type { Ports } from '../../runtime/ports.ts'
import { hasEnded } from '../phase.ts'
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
  for (const other of ports.store.by('Task', 'node', node).values()) {
    const isOwn = other.spec.service === service && other.metadata.namespace === task.metadata.namespace
    if (isOwn || hasEnded(other)) continue
    const shared = sharedPlace(task, { places, other }, ports)
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

/** The volumes and host paths that a template may write to, as people name them. */
function placesOf(of: Pick<V1Task, 'metadata'>, template: V1TaskTemplate, { store }: Known): readonly string[] {
  return writtenMounts(template).flatMap(({ type, source }) => {
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

interface Beside {
  readonly places: readonly string[]
  readonly other: V1Task
}

/** The first of the places that another task may write to as well, in words; also under the path that it had before its project moved. */
function sharedPlace(task: V1Task, { places, other }: Beside, ports: Known): string | undefined {
  const theirs = placesOf(other, other.spec.template, ports)
  const same = theirs.find((place) => places.includes(place))
  if (same !== undefined || other.spec.service !== task.spec.service) return same
  const [here, there] = [task, other].map((each) => directoryOf(each, ports))
  if (here === undefined || there === undefined) return undefined
  const moved = theirs.find((place) => {
    const inProject = relativeTo(there, place)
    return inProject !== undefined && places.includes(join(here, inProject))
  })
  return moved === undefined ? undefined : `${moved}, which may have moved here with its project`
}

/** The directory of the file that declares a task's service. */
function directoryOf(task: V1Task, { store }: Known): string | undefined {
  const file = store.get('Service', serviceKeyOf(task))?.metadata.annotations?.[annotations.source]
  return file === undefined ? undefined : dirname(file)
}

/** What ends another task whose service is leaving, if that is not under way, in words; undefined where it stays. */
function remedyOf(task: V1Task, other: V1Task, { store }: Known): string | undefined {
  const leaving = leavingOf(serviceKeyOf(other), store)
  if (leaving === 'deleted') return ''
  if (leaving === undefined && !isPastIn(other, task, store)) return undefined
  const { namespace } = other.metadata
  const what = namespace === task.metadata.namespace ? `service/${other.spec.service} -n` : '--stack'
  return `; \`reconcile delete ${what} ${namespace}\` ends it now, and leaves its volumes`
}

/** Whether a task has a container. Our own does not count, as it hands over to its waiting successor. */
function mayWrite({ metadata }: V1Task, ports: Ports): boolean {
  return ports.inventory
    .containersOf(metadata.name)
    .some(({ node, container }) => !isOurselves(ports, { node, id: container.Id }))
}
