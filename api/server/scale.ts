import type { V1Service } from '../v1/generated/types.ts'
import { mergePatch } from '../v1/installation/merge-patch.ts'
import { type Body, conditionsIn, object } from './fields.ts'
import { Refusal } from './refusal.ts'
import { isGlobal } from '../v1/service-mode.ts'

/** How many tasks of a service there are to be, as autoscaling/v1 has it. */
export interface Scale {
  readonly apiVersion: 'autoscaling/v1'
  readonly kind: 'Scale'
  readonly metadata: Readonly<Record<string, unknown>>
  readonly spec: { readonly replicas: number }
  readonly status: { readonly replicas: number; readonly selector?: string }
}

/** The scale of a service. Refuses those that have a task per node. */
export function scaleOf({ metadata, spec, status }: V1Service): Scale {
  if (isGlobal(spec))
    throw new Refusal(404, 'NotFound', `service ${metadata.name} has one task per node: it has no scale`)
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec.replicas ?? 1 },
    status: {
      replicas: status?.replicas ?? 0,
      ...(status?.selector === undefined ? {} : { selector: status.selector }),
    },
  }
}

/** What writing a scale, or patching it, changes of its service: a merge patch. A version in it is a condition. */
export function scalePatch(scale: Scale, body: unknown, by: 'object' | 'merge-patch'): object {
  const next = by === 'object' ? body : mergePatch({ ...scale, metadata: {} }, body)
  const scaled = object(next, 'the scale')
  refuseOther(scale, object(scaled['metadata'] ?? {}, 'metadata'))
  const { replicas } = object(scaled['spec'] ?? {}, 'spec')
  if (typeof replicas !== 'number') throw new Refusal(422, 'Invalid', 'spec.replicas: must be a whole number')
  return { metadata: conditionsIn(scaled, 'metadata'), spec: { replicas } }
}

function refuseOther({ metadata: { name, namespace } }: Scale, said: Body): void {
  if ((said['name'] ?? name) === name && (said['namespace'] ?? namespace) === namespace) return
  throw new Refusal(400, 'BadRequest', "the scale's name and namespace must be those of the path")
}
