import { type BridgeLink, bridgeLink } from '../container/links.ts'
import type { HostConfigBody } from '../types/container.ts'
import { refuse } from './refusal.ts'
import type { Container, HostState } from './state.ts'

/** A link to another container, bound to its id; that container may be gone. */
export interface Link extends BridgeLink {
  readonly id: string
}

/** The links of a new container. Their targets must exist; of two with one alias, the first counts. */
export function linksOf(host: HostState, { Links: lines = [] }: HostConfigBody): readonly Link[] {
  const links = new Map<string, Link>()
  for (const { to, alias } of lines.map(bridgeLink)) {
    const id = host.names.get(to) ?? to
    const found = host.containers.get(id) ?? refuse(400, `could not get container for ${to}: No such container: ${to}`)
    if (!links.has(alias)) links.set(alias, { id, alias, to: found.name })
  }
  return [...links.values()]
}

/** The links of an observed container. A container of the linked name that is younger can't be the target. */
export function seenLinks(host: HostState, { hostConfig, created }: Container): readonly Link[] {
  return (hostConfig.Links ?? []).map(bridgeLink).map((link) => {
    const found = host.containers.get(host.names.get(link.to) ?? '')
    return { ...link, id: found && found.created <= created ? found.id : '' }
  })
}

/**
 * Checks links at a start on the default bridge: the linked containers must run, and be on it too. Another container that now has the name
 * of a removed one does not count.
 */
export function checkLinks(host: HostState, container: Container): void {
  if (!isOnBridge(container)) return
  for (const { id, to, alias } of container.links) {
    const other = host.containers.get(id)
    if (other?.state !== 'running')
      refuse(500, `Cannot link to a non running container: /${to} AS /${container.name}/${alias}`)
    if (!isOnBridge(other)) refuse(500, strangerWords(host, other))
  }
}

function strangerWords({ api }: HostState, { id, name }: Container): string {
  return api >= 44
    ? `container ${id} not attached to default bridge network`
    : `Cannot link to /${name}, as it does not belong to the default network`
}

function isOnBridge({ endpoints }: Container): boolean {
  return endpoints.some(({ name }) => name === 'bridge')
}

/** The links in the form of an inspect. */
export function shownLinks(container: Container): string[] {
  return container.links.map(({ to, alias }) => `/${to}:/${container.name}/${alias}`)
}
