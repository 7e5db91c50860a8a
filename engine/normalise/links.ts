import { composeLabels } from '../../api/v1/labels.ts'
import { bridgeLink } from '../container/links.ts'
import type { ContainerInspect } from '../types/container.ts'
import { asSet } from './fields.ts'

/**
 * The links of an endpoint as they would be ours. We link to a service, by `SERVICE:ALIAS`. Compose 2 links to each container of it, and
 * that also as `SERVICE-NUMBER` and `PROJECT-SERVICE-NUMBER`, where the number is the linking container's own.
 */
export function ownLinks(wanted: readonly string[], found: readonly string[], { Config }: ContainerInspect): string[] {
  const prefix = `${Config.Labels?.[composeLabels.project]}-`
  const links = found.map(bridgeLink)
  const services = new Map<string, string>()
  for (const { to, alias } of links) {
    const service = alias.startsWith(prefix) ? unnumbered(alias.slice(prefix.length)) : undefined
    if (service !== undefined) services.set(to, service)
  }
  const own = links.flatMap(({ to, alias }) => {
    const service = services.get(to)
    const line = `${service ?? to}:${alias}`
    const isAdded = service !== undefined && [service, prefix + service].includes(unnumbered(alias) ?? '')
    return isAdded && !wanted.includes(line) ? [] : [line]
  })
  return asSet(own)
}

/** `db` of `db-1`; undefined of a name without a number. */
function unnumbered(name: string): string | undefined {
  return /^(.+)-\d+$/.exec(name)?.[1]
}
