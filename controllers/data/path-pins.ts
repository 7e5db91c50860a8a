import type { V1Node, V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { sharedServices, writtenPaths } from '../../api/v1/template-refs.ts'
import type { Store } from '../../store/objects/store.ts'
import { originIn } from '../../store/source/acceptance/origins.ts'
import { isBeside } from '../../store/source/reading/beside.ts'
import { isOutOfSight } from '../holds/node-hold.ts'
import { isThisMachine } from '../node/this-machine.ts'
import { couldRun, refusesNow, rulesOut } from '../scheduler/filters.ts'
import { replicaOf } from '../service/replica.ts'
import { overlap, wroteOn } from './last-written.ts'
import { type Pins, restartWith } from './pins.ts'
import { nodesOfTasks } from './volume-nodes.ts'

/**
 * Returns where the tasks of a service find what they write to paths of their host; empty where they may run anywhere. `placed`: the tasks
 * that are placed now, all with the same `nodeOfWritten`; absent: any of the service. In this order: where their slots wrote before, where
 * services wrote that share with this one, and this machine for a path beside a manifest.
 */
export function pathPins(service: V1Service, store: Store, placed: readonly V1Task[] = []): Pins {
  if (isGlobal(service.spec) || store.list('Node').size < 2) return none
  const isAsked = placed.length > 0 && placed.every((task) => replicaOf(task).restart !== undefined)
  const of = { service, store, takes: (node: V1Node) => !isAsked || isOpen(node, service) }
  const kept = placed[0] && nodeOfWritten(placed[0], service, store)
  if (kept !== undefined) return pinned([kept], writtenTo(writtenPaths(service.spec.template)), of)
  if (nodesOfTasks(service) > 1) return none
  const sharers = [...store.by('Service', 'shares', keyOf(service)).values()].filter(({ spec }) => !isGlobal(spec))
  // What a slot wrote binds no other one, which had nothing there.
  const written = whereWritten(placed.length > 0 ? sharers : [service, ...sharers], of)
  return written.size > 0 ? written : besideManifest([service, ...sharers], of)
}

const none: Pins = new Map()

/**
 * The node where a task finds what its slot wrote to paths of its host. Undefined where it wrote nothing, or goes elsewhere all the same: a
 * constraint says so, the node is not declared any more, or a person restarts the task while its node takes none.
 */
export function nodeOfWritten(task: V1Task, service: V1Service, store: Store): string | undefined {
  const paths = writtenPaths(task.spec.template)
  if (paths.length === 0 || isGlobal(service.spec)) return undefined
  const name = wroteOn({ service: keyOf(service), slot: task.spec.slot }, paths, store)
  const node = name === undefined ? undefined : store.get('Node', name)
  if (!node || !couldRun(node, service)) return undefined
  return replicaOf(task).restart === undefined || isOpen(node, service) ? name : undefined
}

/** Whether a node takes tasks of a service, or is waited for, as it fell silent just now. */
function isOpen(node: V1Node, service: V1Service): boolean {
  return refusesNow(node, service) === undefined || isOutOfSight(node)
}

interface Of {
  readonly service: V1Service
  readonly store: Store
  /** Whether a node counts, besides what the service's constraints and platforms say. */
  readonly takes: (node: V1Node) => boolean
}

/** The nodes where the slots of these services wrote: to any paths of theirs, or to those that overlap with `paths`. */
function whereWritten(writers: readonly V1Service[], of: Of, paths?: readonly string[]): Pins {
  const { service, store, takes } = of
  const found = writers.flatMap((writer) => {
    const own = writtenPaths(writer.spec.template).filter((path) => !paths || overlap([path], paths))
    const slots = own.length === 0 ? [] : Array.from({ length: writer.spec.replicas || 1 }, (_, index) => index + 1)
    return slots.flatMap((slot) => {
      const name = wroteOn({ service: keyOf(writer), slot }, own, store)
      const node = name === undefined ? undefined : store.get('Node', name)
      return node && couldRun(node, service) && takes(node) ? [{ name: node.metadata.name, own }] : []
    })
  })
  const names = [...new Set(found.map(({ name }) => name))]
  return pinned(names, writtenTo(found[0]?.own ?? []), of)
}

/**
 * A path beside a manifest is of this machine, which is where Compose mounts it: but where tasks of the stack write to it elsewhere, the data
 * is there. Constraints, a drain and the like keep the service, and those that share with it, off this machine all the same.
 */
function besideManifest(services: readonly V1Service[], of: Of): Pins {
  const { service, store, takes } = of
  const { namespace } = service.metadata
  const paths = services.flatMap((each) => pathsBeside(each, store))
  const owners = sharedServices(service.spec.template).flatMap(
    (name) => store.get('Service', keyFor(namespace, name)) ?? [],
  )
  const mayRun = (node: V1Node) => [...services, ...owners].every((each) => rulesOut(node, each) === undefined)
  const nodes = paths.length === 0 ? [] : [...store.list('Node').values()]
  const here = nodes.filter((node) => isThisMachine(node) && takes(node) && mayRun(node))
  if (here.length === 0) return none
  const others = [...store.by('Service', 'namespace', namespace ?? '').values()].filter(({ spec }) => !isGlobal(spec))
  const written = whereWritten(others, of, paths)
  if (written.size > 0) return written
  const names = here.map(({ metadata }) => metadata.name)
  return pinned(names, `${paths[0]} is beside its manifest, which is`, of)
}

/** The paths that a service writes to and that are beside its manifest, if that is on this machine. */
function pathsBeside({ metadata, spec }: V1Service, store: Store): readonly string[] {
  const origin = originIn(store, `Service/${keyOf({ metadata })}`)
  return origin && !origin.sent ? writtenPaths(spec.template).filter((path) => isBeside(path, origin)) : []
}

function writtenTo([path]: readonly string[]): string {
  return `what was written to ${path} is`
}

/** The pin to these nodes, if any. Other nodes are refused as `what`, in words, is on these, with what goes on without that if none takes tasks. */
function pinned(nodes: readonly string[], what: string, { service, store }: Of): Pins {
  if (nodes.length === 0) return none
  const isAnyOpen = nodes.some((name) => {
    const node = store.get('Node', name)
    return node && isOpen(node, service)
  })
  const { name, namespace } = service.metadata
  const remedy = isAnyOpen ? '' : `: ${restartWith([name], namespace)} goes on without that`
  return new Map([[PATHS, { on: new Set(nodes), refusal: `${what} on ${listNames(nodes)}${remedy}` }]])
}

/** The name of the pin of paths, which no volume has. */
const PATHS = '/'
