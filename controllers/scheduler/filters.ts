import type { V1Node, V1Platform, V1Service, V1Task, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { getCondition, isTrue } from '../../api/v1/conditions.ts'
import { conditionTypes, nodeReasons } from '../../api/v1/reasons.ts'
import { sharedServices, volumesOf } from '../../api/v1/template-refs.ts'
import { keyOf } from '../../api/v1/names.ts'
import { isDrained } from '../../api/v1/node-drained.ts'
import { isWithdrawn } from '../../api/v1/withdrawn.ts'
import type { Change } from '../../store/objects/store.ts'
import { REFUSES } from '../../api/v1/other-engine.ts'
import { meets, misplaced } from './constraints.ts'
import { parseConstraint, unreadable } from '../../api/v1/placement-constraint.ts'
import { heldPortWords, portTakenFrom } from './host-port.ts'
import { isRetiring } from '../task/phase.ts'
import { failedPin, type Pins } from './pins.ts'

/** What the scheduler knows of a node when it chooses. */
export interface Candidate {
  readonly node: V1Node
  /** Tasks of the service that are bound to it and stay. */
  readonly own: number
  /** Those that go, and hold their place until then. */
  readonly ownLeaving: number
  /** How many of those that are placed replace one that is on it. */
  readonly replaced: number
  /** Tasks of the service given to it in this pass. */
  placed: number
  /** The tasks bound to it. */
  readonly tasks: ReadonlyMap<string, V1Task>
  /** How many of them stay: neither are they to go, nor do they make way. */
  readonly load: number
  /** How many services that share a bridge network with the service have tasks on it. */
  readonly peers: number
  /** Whether one of them takes nothing from those that are placed: it has ended, or stops before its successor starts. */
  readonly makesWay: (task: V1Task) => boolean
  /** Whether one of another service gives up its ports that these tasks are to have, and they wait for that there. */
  readonly givesPorts: (task: V1Task) => boolean
  /** Where the service's pinned volumes are: the same for all candidates. */
  readonly pins: Pins
}

/** A filter names what it checks and says why a node fails, or nothing when it passes. */
export interface Filter {
  readonly name: string
  /** Whether it has anything to say of a service's tasks; absent: of all. Asked once per service, not once per node. */
  concerns?(service: V1Service): boolean
  refuses(candidate: Candidate, service: V1Service): string | undefined
}

/** All filters, cheapest first; the order is the order of the reasons. */
export const filters: readonly Filter[] = [
  { name: 'ready', refuses: ({ node }) => unready(node) },
  { name: 'schedulable', refuses: ({ node }) => unschedulable(node) },
  {
    name: 'constraints',
    concerns: ({ spec }) => spec.placement?.constraints !== undefined,
    refuses: ({ node }, service) => failedConstraint(node, service),
  },
  {
    name: 'platform',
    concerns: ({ spec }) => platformsOf(spec).length > 0,
    refuses: ({ node }, service) => wrongPlatform(node, service),
  },
  {
    name: 'volumes',
    concerns: ({ spec }) => volumesOf(spec.template).length > 0,
    refuses: ({ node, pins }, service) => failedPin(node.metadata.name, pins, service),
  },
  {
    name: 'resources',
    concerns: ({ spec }) => spec.template.resources?.reservations !== undefined,
    refuses: tooLittle,
  },
  { name: 'ports', concerns: ({ spec }) => portTakenFrom(spec.template) !== undefined, refuses: takenPort },
  {
    name: 'sharing',
    concerns: ({ spec }) => sharedServices(spec.template).length > 0,
    refuses: lacksShared,
  },
  { name: 'maxReplicas', concerns: ({ spec }) => Boolean(spec.placement?.maxReplicasPerNode), refuses: tooMany },
]

/** Whether a change of a node may open it to a task, close it, or give another reason. */
export function changesFit({ before, after }: Change<V1Node>): boolean {
  if (!before || !after || before.spec !== after.spec || isWithdrawn(before) !== isWithdrawn(after)) return true
  const [was = {}, is = {}] = [before.status, after.status]
  const [ready, now] = [was, is].map(({ conditions }) => getCondition(conditions, conditionTypes.ready))
  return (
    ready?.status !== now?.status || ready?.message !== now?.message || weighed.some((name) => was[name] !== is[name])
  )
}

/** What of a node's status is weighed, besides whether it is ready. */
const weighed = ['engineID', 'hostname', 'os', 'architecture', 'cpus', 'memoryBytes'] as const

/** Why a node may not run tasks of a Global service, whatever else runs there; undefined where it may. */
export function refusesGlobal(node: V1Node, service: V1Service): string | undefined {
  return closed(node) ?? unsuited(node, service)
}

/** Why a node takes no tasks of a service now, whatever else runs there; undefined where it does. */
export function refusesNow(node: V1Node, service: V1Service): string | undefined {
  return unready(node) ?? unschedulable(node) ?? unsuited(node, service)
}

/** Why it takes none whenever it answers, as a person drained it or it is not what the service asks for; undefined where it may. */
export function rulesOut(node: V1Node, service: V1Service): string | undefined {
  return unschedulable(node) ?? unsuited(node, service)
}

/** Whether it may, whether a person has drained the node for now or not. */
export function couldRun(node: V1Node, service: V1Service): boolean {
  return unsuited(node, service) === undefined
}

/**
 * What is the matter with a node that is not to keep tasks of a service that it has, in words that follow its name; undefined where they
 * may stay.
 */
export function turnsAway(
  node: V1Node | undefined,
  service: V1Service | undefined,
): { readonly words: string; readonly isDrained?: true } | undefined {
  if (isDrained(node)) return { words: 'is drained', isDrained: true }
  if (!node || !service) return undefined
  const lacks = unsuited(node, service)
  return lacks === undefined ? undefined : { words: lacks.replace(/^it /, '') }
}

/** Whether a service asks anything of what a node is. */
export function isParticular(service: V1Service | undefined): boolean {
  const { placement, template } = service?.spec ?? {}
  return (placement?.constraints ?? placement?.platforms ?? template?.platform) !== undefined
}

/** Whether a node takes tasks at all. */
export function isReady({ status }: V1Node): boolean {
  return isTrue(status?.conditions, conditionTypes.ready)
}

function unready(node: V1Node): string | undefined {
  if (isReady(node)) return undefined
  const ready = getCondition(node.status?.conditions, conditionTypes.ready)
  if (ready?.reason === nodeReasons.engineChanged) return REFUSES
  return ready?.message ?? 'its engine has not answered yet'
}

function unschedulable(node: V1Node): string | undefined {
  const { spec } = node
  return closed(node) ?? (spec.unschedulable ? 'it takes no new tasks' : undefined)
}

function closed(node: V1Node): string | undefined {
  if (isWithdrawn(node)) return 'it is declared no more'
  return isDrained(node) ? 'it is drained' : undefined
}

/** What a node is not that a service asks of it, whatever else runs there. */
function unsuited(node: V1Node, service: V1Service): string | undefined {
  return failedConstraint(node, service) ?? wrongPlatform(node, service)
}

function failedConstraint(node: V1Node, { spec }: V1Service): string | undefined {
  for (const text of spec.placement?.constraints ?? []) {
    const constraint = parseConstraint(text)
    if (!constraint) return `the constraint ${text} ${unreadable}`
    if (!meets(node, constraint)) return `it does not meet ${text}${misplaced(node, constraint)}`
  }
  return undefined
}

const architectures: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64', armv7l: 'arm' }

function wrongPlatform({ status }: V1Node, { spec }: V1Service): string | undefined {
  const wanted = platformsOf(spec)
  if (wanted.length === 0 || !status?.os) return undefined
  const own = { os: status.os, architecture: sameArchitecture(status.architecture) }
  const fits = wanted.some(
    ({ os, architecture }) =>
      (!os || os === own.os) && (!architecture || sameArchitecture(architecture) === own.architecture),
  )
  const names = wanted.map(({ os, architecture }) => `${os || 'any'}${architecture ? `/${architecture}` : ''}`)
  return fits ? undefined : `it is ${own.os}/${own.architecture}, wanted is ${names.join(' or ')}`
}

function sameArchitecture(name = ''): string {
  const lower = name.toLowerCase()
  return architectures[lower] ?? lower
}

/** Those that a task may run on; none where any will do. An os or architecture that is empty means any, as in Swarm. */
function platformsOf({ template, placement }: V1Service['spec']): readonly V1Platform[] {
  if (template.platform === undefined) return placement?.platforms ?? []
  const [os = '', architecture] = template.platform.split('/')
  return [architecture === undefined ? { os } : { os, architecture }]
}

function tooLittle({ node, placed, tasks, makesWay }: Candidate, service: V1Service): string | undefined {
  if (!service.spec.template.resources?.reservations || !node.status) return undefined
  const wanted = reserved(service.spec.template)
  const { cpus = 0, memoryBytes = 0 } = node.status
  const left = {
    nanoCPUs: nano(cpus) - placed * wanted.nanoCPUs,
    memoryBytes: memoryBytes - placed * wanted.memoryBytes,
  }
  for (const task of tasks.values()) {
    if (makesWay(task)) continue
    const held = reserved(task.spec.template)
    left.nanoCPUs -= held.nanoCPUs
    left.memoryBytes -= held.memoryBytes
  }
  if (wanted.nanoCPUs > left.nanoCPUs)
    return `it has ${Math.max(0, left.nanoCPUs) / NANO} CPUs left, ${wanted.nanoCPUs / NANO} are reserved`
  if (wanted.memoryBytes > left.memoryBytes)
    return `it has ${Math.max(0, left.memoryBytes)} bytes of memory left, ${wanted.memoryBytes} are reserved`
  return undefined
}

function reserved({ resources }: V1TaskTemplate): { nanoCPUs: number; memoryBytes: number } {
  const { cpus = 0, memoryBytes = 0 } = resources?.reservations ?? {}
  return { nanoCPUs: nano(cpus), memoryBytes }
}

/** Whole numbers, as engines count: ten times a tenth of a CPU are one. */
const NANO = 1e9

function nano(cpus: number): number {
  return Math.round(cpus * NANO)
}

/** A fixed host port is held by one task per node; a task's predecessor in its slot hands it over. */
function takenPort({ placed, tasks, makesWay, givesPorts }: Candidate, service: V1Service): string | undefined {
  const { template } = service.spec
  const portOf = portTakenFrom(template)
  if (!portOf) return undefined
  if (placed > 0) return `its port ${portOf(template)} is another task's of the service`
  for (const task of tasks.values()) {
    if (makesWay(task)) continue
    const port = portOf(task.spec.template)
    if (port === undefined || givesPorts(task)) continue
    return isOf(task, service)
      ? `its port ${port} is ${keyOf(task)}'s, of the same service`
      : heldPortWords(task, service.metadata.namespace, port)
  }
  return undefined
}

/** Whether a task is one of the service. */
export function isOf(task: V1Task, { metadata }: V1Service): boolean {
  return task.spec.service === metadata.name && task.metadata.namespace === metadata.namespace
}

/** Containers share what others on the same engine have. */
function lacksShared({ tasks }: Candidate, { metadata, spec }: V1Service): string | undefined {
  const isOfStack = (task: V1Task) => task.metadata.namespace === metadata.namespace && !isRetiring(task)
  const there = new Set([...tasks.values()].flatMap((task) => (isOfStack(task) ? [task.spec.service] : [])))
  const lacking = sharedServices(spec.template).find((service) => service !== metadata.name && !there.has(service))
  return lacking === undefined
    ? undefined
    : `it has no task of ${lacking} yet, with which it shares or to which it is linked`
}

function tooMany({ own, ownLeaving, placed }: Candidate, { spec }: V1Service): string | undefined {
  const limit = spec.placement?.maxReplicasPerNode
  const count = own + ownLeaving + placed
  if (!limit || count < limit) return undefined
  const has = count === 1 ? '1 task' : `${count} tasks`
  return `it has ${has} of the service, ${limit} ${limit === 1 ? 'is' : 'are'} allowed`
}
