import type { V1Port, V1Task } from '../api/v1/generated/types.ts'
import { stableJson } from '../api/v1/language/hash.ts'
import { serviceKeyOf } from '../api/v1/names.ts'
import type { PlannedCall, PlannedFailure } from '../api/v1/installation/plan-answer.ts'
import { redactPath } from '../api/v1/redact/call.ts'
import { holdReasons, taskReasons } from '../api/v1/reasons.ts'
import { subnetHolder } from '../controllers/network/refused.ts'
import { hasPort, portTakenIn } from '../controllers/task/act/port-holder.ts'
import { nameOf } from '../engine/container/name.ts'
import { saysPoolOverlaps } from '../engine/errors.ts'
import type { Observed } from '../engine/simulated/seed.ts'
import type { Store } from '../store/objects/store.ts'

export interface ObservedNode {
  readonly node: string
  readonly observed: Observed
}

/**
 * Leaves out refused attempts that tell nothing new: the same request for the same object succeeds at another time, or was refused before.
 * Examples are a rename to a name that becomes free later, and a create whose name is not free yet.
 */
export function withoutAttempts(calls: readonly PlannedCall[]): readonly PlannedCall[] {
  const said = new Set(calls.filter(({ refused }) => refused === undefined).map(sameAgain))
  return calls.filter((call) => {
    if (call.refused === undefined) return true
    const request = sameAgain(call)
    if (said.has(request)) return false
    said.add(request)
    return true
  })
}

/** The calls that the engine would refuse for good, from the output of `withoutAttempts`: the first per object, with its remedy. */
export function refusalsIn(
  calls: readonly PlannedCall[],
  nodes: readonly ObservedNode[],
  { store, installation }: { readonly store: Store; readonly installation: string },
): readonly PlannedFailure[] {
  const failures = new Map<string, PlannedFailure>()
  for (const call of calls) {
    const { object, method, path, refused, node } = call
    if (refused === undefined || failures.has(object)) continue
    const observed = nodes.find((each) => each.node === node)?.observed
    const message = `the engine would refuse ${method} ${redactPath(path)}: ${refused}`
    const task = store.get('Task', object.slice('Task/'.length))
    const network = saysPoolOverlaps(refused) ? store.get('Network', object.slice('Network/'.length)) : undefined
    const holder = network && subnetHolder(network, observed?.networks ?? [], { store, installation })
    const remedy = nameTakenOf(task) ?? holder ?? remedyFor(refused, observed, portsOf(task))
    failures.set(object, { object, ...(task ? { service: serviceKeyOf(task) } : {}), message, remedy })
  }
  return [...failures.values()]
}

function portsOf(task: V1Task | undefined): readonly V1Port[] {
  return task?.spec.template.ports ?? []
}

/** Who has the name of the task's container, and the remedy, in the words of an apply; undefined where the name is not the problem. */
function nameTakenOf(task: V1Task | undefined): string | undefined {
  return task?.status?.reason === holdReasons.nameTaken ? task.status.message : undefined
}

/** The same for requests that do the same: a create whose name is taken succeeds under a temporary one. */
function sameAgain({ node, object, method, path, body }: PlannedCall): string {
  return `${node} ${object} ${method} ${path.replace(NAME_OF_CREATE, '$1')} ${stableJson(body ?? null)}`
}

const NAME_OF_CREATE = /^(\/containers\/create)\?name=[^&]*/

function remedyFor(refused: string, observed: Observed | undefined, asked: readonly V1Port[]): string {
  const taken = portTakenIn(refused)
  if (taken === undefined) return 'mend what it says, and plan again'
  const { port } = taken
  const holder = observed?.containers.find((container) => hasPort(container, taken, asked))
  const who = holder ? `the container ${nameOf(holder)} has port ${port}: remove it` : `free port ${port}`
  return `${who}, or declare another host port`
}

/**
 * The assumptions that containers which failed to start before start this time, for example because a process of the host had their port.
 */
export function startsAgain(calls: readonly PlannedCall[], nodes: readonly ObservedNode[]): readonly string[] {
  return nodes.flatMap(({ node, observed }) =>
    observed.containers.flatMap((container) => {
      const { Error: failed = '', Status } = container.State
      const name = nameOf(container)
      const isStarted = calls.some(
        (call) => call.node === node && call.path === `/containers/${name}/start` && !call.refused,
      )
      if (failed === '' || Status === 'running' || !isStarted) return []
      return [`${name} starts this time; the last time the engine said: ${failed}`]
    }),
  )
}

const AILING: ReadonlySet<string> = new Set([taskReasons.crashLoop, taskReasons.unhealthy])

/**
 * Watches for tasks that the loops find in a crash loop or unhealthy. Simulated containers do neither on their own, so this is their
 * present state. The returned function lists one per service for which `isLeft` holds.
 */
export function watchAiling(store: Store): (isLeft: (service: string) => boolean) => readonly PlannedFailure[] {
  const found = new Map<string, PlannedFailure>()
  store.watch('Task').subscribe(({ after }) => {
    const { reason = '', message = '' } = after?.status ?? {}
    if (!after || !AILING.has(reason)) return
    const { namespace = '' } = after.metadata
    const service = serviceKeyOf(after)
    const where = `\`reconcile describe service/${after.spec.service} -n ${namespace}\``
    if (found.has(service)) return
    found.set(service, {
      object: `Service/${service}`,
      message: `${after.metadata.name} ${reason}: ${message}`,
      remedy: `nothing that is planned mends it: see its last lines with ${where}`,
    })
  })
  return (isLeft) => [...found].flatMap(([service, failure]) => (isLeft(service) ? [failure] : []))
}
