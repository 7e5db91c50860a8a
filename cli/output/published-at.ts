import type { V1Node, V1PortStatus } from '../../api/v1/generated/types.ts'

/**
 * The address HOST:PORT of a published port. For a port on all addresses of a host whose engine is contacted over the network, uses the
 * engine's address; otherwise the engine's answer, such as 0.0.0.0.
 */
export function publishedAt({ hostIP = '0.0.0.0', hostPort = 0 }: V1PortStatus, node: V1Node | undefined): string {
  const address = EVERY_ADDRESS.has(hostIP) ? (addressOf(node) ?? hostIP) : hostIP
  return address.includes(':') ? `[${address}]:${hostPort}` : `${address}:${hostPort}`
}

const EVERY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

/** A loopback address is only the local end of a tunnel. */
function addressOf(node: V1Node | undefined): string | undefined {
  const at = node?.spec.engine?.host ?? ''
  const [, name, v6] = /^(?:tcp|https?|ssh):\/\/(?:[^@/]*@)?(?:([^:/[\]@]+)|\[([0-9a-fA-F:.]+)\])/.exec(at) ?? []
  const address = name ?? v6
  // A name without a dot may be known to ssh alone.
  if (at.startsWith('ssh:') && v6 === undefined && !address?.includes('.')) return undefined
  return address === undefined || /^(localhost$|127\.|::1$)/.test(address) ? undefined : address
}
