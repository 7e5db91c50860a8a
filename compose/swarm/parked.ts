import type { SwarmFields } from '../../api/v1/swarm-stack.ts'

/** The label of a parked service of the swarm that keeps its number of replicas. */
const REPLICAS = 'reconcile.dev/replicas'
/** A constraint that no node meets: it parks a global service. */
export const NOWHERE = 'node.id==moved-to-reconcile'

/**
 * The spec that parks a service of the swarm: it runs no tasks, and the spec itself records how to restore it, so that a move that is cut
 * off can be undone (S6). Nothing else changes. Undefined for a job, which is left to complete. Pure.
 */
export function parkedSpec(spec: SwarmFields): SwarmFields | undefined {
  const mode = fieldsOf(spec['Mode'])
  if (isJob(spec)) return undefined
  if ('Global' in mode) return withConstraints(spec, (all) => [...all.filter((each) => each !== NOWHERE), NOWHERE])
  if (isParked(spec)) return spec
  const labels = { ...fieldsOf(spec['Labels']), [REPLICAS]: String(runningReplicas(spec)) }
  return { ...spec, Labels: labels, Mode: { Replicated: { Replicas: 0 } } }
}

/** The spec before the service was parked. Pure. */
export function unparkedSpec(spec: SwarmFields): SwarmFields {
  if ('Global' in fieldsOf(spec['Mode'])) return withConstraints(spec, (all) => all.filter((each) => each !== NOWHERE))
  if (!isParked(spec)) return spec
  const { [REPLICAS]: replicas, ...labels } = fieldsOf(spec['Labels'])
  return { ...spec, Labels: labels, Mode: { Replicated: { Replicas: Number(replicas) } } }
}

/** Whether a service of the swarm is parked. */
export function isParked(spec: SwarmFields): boolean {
  const mode = fieldsOf(spec['Mode'])
  if ('Global' in mode) return constraintsOf(spec).includes(NOWHERE)
  return REPLICAS in fieldsOf(spec['Labels']) && fieldsOf(mode['Replicated'])['Replicas'] === 0
}

/** Whether a service of the swarm is a job, which is never parked. */
export function isJob(spec: SwarmFields): boolean {
  const mode = fieldsOf(spec['Mode'])
  return 'ReplicatedJob' in mode || 'GlobalJob' in mode
}

/** How many replicas a service has, or had before it was parked. */
export function runningReplicas(spec: SwarmFields): number {
  const { Replicas = 1 } = fieldsOf(fieldsOf(spec['Mode'])['Replicated'])
  const before = fieldsOf(spec['Labels'])[REPLICAS]
  return Replicas === 0 && before !== undefined ? Number(before) : Number(Replicas)
}

/** A service's labels without the one that parking adds. */
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
