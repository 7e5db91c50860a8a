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
 * How the calls that were made differ from those that were planned, in words; nothing when plan's contract holds: the same set
 * with the same bodies, per object in the same order, nothing before what it waits for.
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

/** A call, whoever made it and when. */
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

/** Per object and node in the same order. What several wait for is asked for by the first of them, whichever that is. */
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

/** What comes before something that it waits for: a network, a volume, a service that it depends on, its own create. */
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
      // One that goes may have been renamed by hand: `mine-NAME`.
      const isFresh = !calls.some(({ method, path }) => method === 'DELETE' && new RegExp(`[/-]${other}`).test(path))
      const started = at('POST', new RegExp(`/containers/${other}/start$`))
      if (first < 0 || !isFresh || started < created) return []
      return [`${metadata.name} before ${service} was started`]
    })
  })
}

/**
 * Those with ports of the services that one with ports depends on, through others too: where one of them is to have its port, it makes
 * way, and comes before all that waits for that one.
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
