import type { SwarmFields } from '../../api/v1/swarm-stack.ts'

/** The label of a service of the swarm that is parked: how many replicas it had. */
const REPLICAS = 'reconcile.dev/replicas'
/** What no node is: how a service that runs on each is kept from all of them. */
export const NOWHERE = 'node.id==moved-to-reconcile'

/**
 * The spec of a service of the swarm that runs nothing, and says itself what it ran: nothing else of it changes, so that it can be
 * brought back whoever ends in the middle (S6). Undefined for a job, which runs to its end. Pure.
 */
export function parkedSpec(spec: SwarmFields): SwarmFields | undefined {
  const mode = fieldsOf(spec['Mode'])
  if (isJob(spec)) return undefined
  if ('Global' in mode) return withConstraints(spec, (all) => [...all.filter((each) => each !== NOWHERE), NOWHERE])
  if (isParked(spec)) return spec
  const labels = { ...fieldsOf(spec['Labels']), [REPLICAS]: String(runningReplicas(spec)) }
  return { ...spec, Labels: labels, Mode: { Replicated: { Replicas: 0 } } }
}

/** The spec as it was before. Pure. */
export function unparkedSpec(spec: SwarmFields): SwarmFields {
  if ('Global' in fieldsOf(spec['Mode'])) return withConstraints(spec, (all) => all.filter((each) => each !== NOWHERE))
  if (!isParked(spec)) return spec
  const { [REPLICAS]: replicas, ...labels } = fieldsOf(spec['Labels'])
  return { ...spec, Labels: labels, Mode: { Replicated: { Replicas: Number(replicas) } } }
}

/** Whether a service of the swarm runs nothing because it was parked. */
export function isParked(spec: SwarmFields): boolean {
  const mode = fieldsOf(spec['Mode'])
  if ('Global' in mode) return constraintsOf(spec).includes(NOWHERE)
  return REPLICAS in fieldsOf(spec['Labels']) && fieldsOf(mode['Replicated'])['Replicas'] === 0
}

/** Whether it runs to its end: it is never parked. */
export function isJob(spec: SwarmFields): boolean {
  const mode = fieldsOf(spec['Mode'])
  return 'ReplicatedJob' in mode || 'GlobalJob' in mode
}

/** How many replicas it has, or had before it was parked. */
export function runningReplicas(spec: SwarmFields): number {
  const { Replicas = 1 } = fieldsOf(fieldsOf(spec['Mode'])['Replicated'])
  const before = fieldsOf(spec['Labels'])[REPLICAS]
  return Replicas === 0 && before !== undefined ? Number(before) : Number(Replicas)
}

/** The labels that people gave it. */
export function ownServiceLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  const { [REPLICAS]: _, ...own } = labels
  return own
}

function constraintsOf(spec: SwarmFields): readonly unknown[] {
  const constraints = fieldsOf(fieldsOf(spec['TaskTemplate'])['Placement'])['Constraints']
  return Array.isArray(constraints) ? constraints : []
}

function withConstraints(spec: SwarmFields, change: (all: readonly unknown[]) => readonly unknown[]): SwarmFields {
  const template = fieldsOf(spec['TaskTemplate'])
  const placement = { ...fieldsOf(template['Placement']), Constraints: change(constraintsOf(spec)) }
  return { ...spec, TaskTemplate: { ...template, Placement: placement } }
}

function fieldsOf(value: unknown): SwarmFields {
  return typeof value === 'object' && value !== null ? (value as SwarmFields) : {}
}
