import type { V1Node, V1PortStatus } from '../../api/v1/generated/types.ts'

/**
 * Where a published port is reached: HOST:PORT. One that is published on all addresses of a host whose engine is reached over the network
 * is reached there too; of others it stays what the engine says, as 0.0.0.0.
 */
export function publishedAt({ hostIP = '0.0.0.0', hostPort = 0 }: V1PortStatus, node: V1Node | undefined): string {
  const address = EVERY_ADDRESS.has(hostIP) ? (addressOf(node) ?? hostIP) : hostIP
  return address.includes(':') ? `[${address}]:${hostPort}` : `${address}:${hostPort}`
}

const EVERY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

/** A loopback address is the end of a tunnel. */
function addressOf(node: V1Node | undefined): string | undefined {
  const [, name, v6] =
    /^(?:tcp|https?):\/\/(?:([^:/[\]]+)|\[([0-9a-fA-F:.]+)\])/.exec(node?.spec.engine?.host ?? '') ?? []
  const address = name ?? v6
  return address === undefined || /^(localhost$|127\.|::1$)/.test(address) ? undefined : address
}
