import type { V1Service } from '../generated/types.ts'
import { refOf } from '../metadata.ts'
import { keyFor, keyOf } from '../names.ts'
import type { SetError } from './set-error.ts'

/** Errors for services that always restart while another service waits for their completion, which would never come. */
export function endlessRules(services: readonly V1Service[]): SetError[] {
  const byKey = new Map(services.map((service) => [keyOf(service), service]))
  const told = new Set<V1Service>()
  return services.flatMap((waiting) =>
    (waiting.spec.dependsOn ?? []).flatMap(({ service: name, condition }, index): SetError[] => {
      const target = byKey.get(keyFor(waiting.metadata.namespace, name))
      const value = target && endlessPolicy(target)
      if (condition !== 'Completed' || value === undefined || !target || told.has(target)) return []
      told.add(target)
      const path = ['spec', 'template', 'restartPolicy', 'condition']
      const message = `never lets ${name} complete, and ${waiting.metadata.name} waits for that: use OnFailure or Never`
      const other = { other: refOf(waiting), otherPath: ['spec', 'dependsOn', index, 'service'] }
      return [{ object: refOf(target), ...other, path, message, value }]
    }),
  )
}

/** The restart policy that keeps a service from ever completing; undefined if none does. A service without tasks is not waited for. */
function endlessPolicy({ spec: { replicas, template } }: V1Service): string | undefined {
  if (replicas === 0) return undefined
  const { restartPolicy } = template
  const condition = restartPolicy && (restartPolicy.condition ?? 'Always')
  return condition === 'Always' || condition === 'UnlessStopped' ? condition : undefined
}
