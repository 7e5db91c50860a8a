import { stableJson } from '../../api/v1/language/hash.ts'
import type { V1Service } from '../../api/v1/generated/types.ts'
import type { PlannedCall } from '../../api/v1/installation/plan-answer.ts'
import type { Declared } from './generate.ts'
import { servicesOf } from './generate-change.ts'

export interface PlanAndDeed {
  readonly planned: readonly PlannedCall[]
  readonly made: readonly PlannedCall[]
  readonly declared: Declared
}

/**
 * The differences between planned calls and those made, in words; empty when the contract of `plan` holds: the same set of calls with the
 * same bodies, in the same order per object, and no call before one that it depends on.
 */
export function planDifferences({ planned, made, declared }: PlanAndDeed): readonly string[] {
  const [said, done] = [planned.map(textOf), made.map(textOf)]
  return [
    ...minus(said, done).map((call) => `planned and not made: ${call}`),
    ...minus(done, said).map((call) => `made and not planned: ${call}`),
    ...orderDifferences(planned, made),
    ...early(planned, declared).map((what) => `planned ${what}`),
    ...early(made, declared).map((what) => `made ${what}`),
  ]
}

/** A call as text, without its object and time. */
export function textOf({ node, method, path, body }: PlannedCall): string {
  return `${node} ${method} ${path} ${body === undefined ? '' : stableJson(body)}`
}

function minus(some: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others]
  return some.filter((one) => {
    const index = left.indexOf(one)
    if (index >= 0) left.splice(index, 1)
    return index < 0
  })
}

/** Differences in the order of calls, per object and node. Pulls don't count: whichever task comes first pulls for all. */
function orderDifferences(planned: readonly PlannedCall[], applied: readonly PlannedCall[]): readonly string[] {
  const whose = ({ object, node }: PlannedCall) => `${object} on ${node}`
  const all = new Set([...planned, ...applied].map(whose))
  return [...all].flatMap((one) => {
    const of = (calls: readonly PlannedCall[]) =>
      calls
        .filter((call) => whose(call) === one && !call.path.startsWith('/images/create'))
        .map(({ method, path }) => `${method} ${path}`)
    const [said, done] = [of(planned).join(', '), of(applied).join(', ')]
    return said === done ? [] : [`${one}: planned in the order ${said}; made in the order ${done}`]
  })
}

/** Services that were created before one that they depend on was started. */
function early(calls: readonly PlannedCall[], declared: Declared): readonly string[] {
  const at = (method: string, path: RegExp) => calls.findIndex((call) => call.method === method && path.test(call.path))
  const services = servicesOf(declared)
  return services.flatMap((service) => {
    const { metadata, spec } = service
    const own = `${metadata.namespace}-${metadata.name}-\\d+`
    const created = at('POST', new RegExp(`/containers/create\\?name=${own}`))
    if (created < 0) return []
    const stopped = at('POST', new RegExp(`/containers/${own}/stop`))
    const startOf = (other: string) => at('POST', new RegExp(`/containers/${metadata.namespace}-${other}-\\d+/start$`))
    if (stopped >= 0 && portsBehind(service, services).some((other) => stopped < startOf(other))) return []
    return (spec.dependsOn ?? []).flatMap(({ service }) => {
      const other = `${metadata.namespace}-${service}-\\d+`
      const first = at('POST', new RegExp(`/containers/create\\?name=${other}$`))
      // A container that is removed may have been renamed by hand: `mine-NAME`.
      const isFresh = !calls.some(({ method, path }) => method === 'DELETE' && new RegExp(`[/-]${other}`).test(path))
      const started = at('POST', new RegExp(`/containers/${other}/start$`))
      if (first < 0 || !isFresh || started < created) return []
      return [`${metadata.name} before ${service} was started`]
    })
  })
}

/**
 * For a service with ports: the services with ports that it depends on, directly or not. If one of them is to take over its port, it is
 * replaced first, before its dependency.
 */
function portsBehind({ metadata, spec }: V1Service, services: readonly V1Service[]): readonly string[] {
  if (!spec.template.ports) return []
  const own = services.filter((each) => each.metadata.namespace === metadata.namespace)
  const needed = new Set<string>()
  const open = [metadata.name]
  for (let name = open.pop(); name !== undefined; name = open.pop())
    for (const { service } of own.find((each) => each.metadata.name === name)?.spec.dependsOn ?? []) {
      if (needed.has(service)) continue
      needed.add(service)
      open.push(service)
    }
  return own.flatMap((each) => (needed.has(each.metadata.name) && each.spec.template.ports ? [each.metadata.name] : []))
}
