import { type BridgeLink, bridgeLink } from '../container/links.ts'
import type { HostConfigBody } from '../types/container.ts'
import { refuse } from './refusal.ts'
import type { Container, HostState } from './state.ts'

/** A link of a container to another, which it is held to by id; the other may be gone since. */
export interface Link extends BridgeLink {
  readonly id: string
}

/** The links that a container is created with. What they lead to has to be there; of two with one alias the first holds. */
export function linksOf(host: HostState, { Links: lines = [] }: HostConfigBody): readonly Link[] {
  const links = new Map<string, Link>()
  for (const { to, alias } of lines.map(bridgeLink)) {
    const id = host.names.get(to) ?? to
    const found = host.containers.get(id) ?? refuse(400, `could not get container for ${to}: No such container: ${to}`)
    if (!links.has(alias)) links.set(alias, { id, alias, to: found.name })
  }
  return [...links.values()]
}

/** The links of a container that was seen on a real host: to one of the name that is younger it was not made. */
export function seenLinks(host: HostState, { hostConfig, created }: Container): readonly Link[] {
  return (hostConfig.Links ?? []).map(bridgeLink).map((link) => {
    const found = host.containers.get(host.names.get(link.to) ?? '')
    return { ...link, id: found && found.created <= created ? found.id : '' }
  })
}

/**
 * A start on the engine's own bridge needs what it is linked to to run, and to be there as well; whoever has the name of one that is gone
 * does not count.
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

/** Links as an inspect shows them. */
export function shownLinks(container: Container): string[] {
  return container.links.map(({ to, alias }) => `/${to}:/${container.name}/${alias}`)
}
