import type { V1Node, V1Platform, V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { getCondition, isTrue } from '../../api/v1/conditions.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import { sharedServices } from '../../api/v1/template-refs.ts'
import { keyOf } from '../../api/v1/names.ts'
import { isDrained } from '../../api/v1/node-drained.ts'
import { isWithdrawn } from '../../api/v1/withdrawn.ts'
import { isOfAnotherEngine } from '../holds/node-hold.ts'
import type { Change } from '../../store/objects/store.ts'
import { hintOn, meets } from './constraints.ts'
import { parseConstraint, unreadable } from '../../api/v1/placement-constraint.ts'
import { heldWords, takenFrom } from './host-claim.ts'
import { isRetiring } from '../../api/v1/task-phase.ts'
import { failedPin, type Pins } from '../data/pins.ts'
import { shortOf } from './reservations.ts'

/** A node, as the scheduler sees it in one pass. */
export interface Candidate {
  readonly node: V1Node
  /** The number of the service's tasks that are bound to it and stay. */
  readonly own: number
  /** The number of the service's tasks that go and hold their place until then. */
  readonly ownLeaving: number
  /** The number of the service's tasks that have ended here, and that none of those being placed replaces. */
  readonly ended: number
  /** How many of the tasks being placed had their predecessor here. */
  readonly replaced: number
  /** The number of the service's tasks that this pass has placed here. */
  placed: number
  /** All tasks bound to it, of any service. */
  readonly tasks: ReadonlyMap<string, V1Task>
  /** How many of `tasks` stay: they were not told to go, and no newer task replaces them. */
  readonly load: number
  /** How many services that share a bridge network with the service have tasks here, or are to have them. */
  readonly peers: number
  /** Whether a task here takes nothing from those being placed: it has ended, or it stops before its successor starts. */
  readonly makesWay: (task: V1Task) => boolean
  /**
   * Whether a task here is about to give up the host ports and fixed addresses that the tasks being placed need; they are then bound and
   * wait for these.
   */
  readonly givesClaims: (task: V1Task) => boolean
  /** Where the service's pinned volumes are, and what it wrote to paths of hosts; the same for all candidates. */
  readonly pins: Pins
}

/** One check of a node. `refuses` returns why the node fails, or undefined where it passes. */
export interface Filter {
  readonly name: string
  /** Whether the filter applies to a service's tasks; absent: always. Asked once per service, not once per node. */
  concerns?(service: V1Service): boolean
  refuses(candidate: Candidate, service: V1Service): string | undefined
}

/** All filters, cheapest first. The first that refuses a node gives the reason. */
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
  { name: 'data', refuses: ({ node, pins }, service) => failedPin(node.metadata.name, pins, service) },
  {
    name: 'resources',
    concerns: ({ spec }) => spec.template.resources?.reservations !== undefined,
    refuses: (candidate, { spec }) => shortOf(candidate, spec.template),
  },
  { name: 'claims', concerns: (service) => takenFrom(service) !== undefined, refuses: takenClaim },
  {
    name: 'sharing',
    concerns: ({ spec }) => sharedServices(spec.template).length > 0,
    refuses: lacksShared,
  },
  { name: 'maxReplicas', concerns: ({ spec }) => Boolean(spec.placement?.maxReplicasPerNode), refuses: tooMany },
]

/** Whether a Node's change may make it fit for a task, make it unfit, or give another reason why it is unfit. */
export function changesFit({ before, after }: Change<V1Node>): boolean {
  if (!before || !after || before.spec !== after.spec || isWithdrawn(before) !== isWithdrawn(after)) return true
  const [was = {}, is = {}] = [before.status, after.status]
  const [ready, now] = [was, is].map(({ conditions }) => getCondition(conditions, conditionTypes.ready))
  return (
    ready?.status !== now?.status || ready?.message !== now?.message || weighed.some((name) => was[name] !== is[name])
  )
}

/** The status fields that are read to choose a node, besides the Ready condition. */
const weighed = ['engineID', 'hostname', 'os', 'architecture', 'cpus', 'memoryBytes'] as const

/** Why a node may not run tasks of a Global service, regardless of what else runs there; undefined where it may. */
export function refusesGlobal(node: V1Node, service: V1Service): string | undefined {
  return closed(node) ?? unsuited(node, service)
}

/** Why a node takes no new tasks of a service now, regardless of what else runs there; undefined where it does. */
export function refusesNow(node: V1Node, service: V1Service): string | undefined {
  return unready(node) ?? unschedulable(node) ?? unsuited(node, service)
}

/**
 * Why a node takes no new tasks of a service even while it is ready: it is closed by a person, or does not meet the service's placement.
 * Undefined where it does.
 */
export function rulesOut(node: V1Node, service: V1Service): string | undefined {
  return unschedulable(node) ?? unsuited(node, service)
}

/** Whether a node meets a service's constraints and platform, even if it is drained or not ready now. */
export function couldRun(node: V1Node, service: V1Service): boolean {
  return unsuited(node, service) === undefined
}

/** Why a node is not to keep the tasks of a service that it has, in words that follow its name; undefined where they may stay. */
export function turnsAway(
  node: V1Node | undefined,
  service: V1Service | undefined,
): { readonly words: string; readonly isDrained?: true } | undefined {
  if (isDrained(node)) return { words: 'is drained', isDrained: true }
  if (!node || !service) return undefined
  const lacks = unsuited(node, service)
  return lacks === undefined ? undefined : { words: lacks.replace(/^it /, '') }
}

/** Whether a service restricts its nodes by constraints or platform. */
export function isParticular(service: V1Service | undefined): boolean {
  const { placement, template } = service?.spec ?? {}
  return (placement?.constraints ?? placement?.platforms ?? template?.platform) !== undefined
}

/** Whether a node's Ready condition is True. */
export function isReady({ status }: V1Node): boolean {
  return isTrue(status?.conditions, conditionTypes.ready)
}

function unready(node: V1Node): string | undefined {
  if (isReady(node)) return undefined
  if (isOfAnotherEngine(node)) return 'another engine answers there than the one recorded'
  return getCondition(node.status?.conditions, conditionTypes.ready)?.message ?? 'its engine has not answered yet'
}

function unschedulable(node: V1Node): string | undefined {
  const { spec } = node
  return closed(node) ?? (spec.unschedulable ? 'it takes no new tasks' : undefined)
}

function closed(node: V1Node): string | undefined {
  if (isWithdrawn(node)) return 'it is declared no more'
  return isDrained(node) ? 'it is drained' : undefined
}

/** Why a node does not meet a service's constraints or platform; undefined where it does. */
function unsuited(node: V1Node, service: V1Service): string | undefined {
  return failedConstraint(node, service) ?? wrongPlatform(node, service)
}

function failedConstraint(node: V1Node, { spec }: V1Service): string | undefined {
  for (const text of spec.placement?.constraints ?? []) {
    const constraint = parseConstraint(text)
    if (!constraint) return `the constraint ${text} ${unreadable}`
    if (!meets(node, constraint)) return `it does not meet ${text}${hintOn(node, constraint)}`
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

/** The platforms that a task may run on; empty where any will do. An empty os or architecture means any, as in Swarm. */
function platformsOf({ template, placement }: V1Service['spec']): readonly V1Platform[] {
  if (template.platform === undefined) return placement?.platforms ?? []
  const [os = '', architecture] = template.platform.split('/')
  return [architecture === undefined ? { os } : { os, architecture }]
}

/** Only one task per node can hold a fixed host port or address. A task that makes way hands it to its successor. */
function takenClaim({ placed, tasks, makesWay, givesClaims }: Candidate, service: V1Service): string | undefined {
  const claimOf = takenFrom(service)
  if (!claimOf) return undefined
  if (placed > 0) return `its ${claimOf(service)?.what} is another task's of the service`
  for (const task of tasks.values()) {
    if (makesWay(task)) continue
    const claim = claimOf(task)
    if (claim === undefined || givesClaims(task)) continue
    return isOf(task, service)
      ? `its ${claim.what} is ${keyOf(task)}'s, of the same service`
      : heldWords(task, service.metadata.namespace, claim)
  }
  return undefined
}

/** Whether a task belongs to the service. */
export function isOf(task: V1Task, { metadata }: V1Service): boolean {
  return task.spec.service === metadata.name && task.metadata.namespace === metadata.namespace
}

/** A container can only share the namespaces of one on the same engine, and only link to such a one. */
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
