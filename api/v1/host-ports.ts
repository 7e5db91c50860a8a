import type { V1Port } from './generated/types.ts'

/** The host ports that an entry may take, as `port/protocol`; empty if the engine chooses a free one. */
export function hostPortsOf({ hostPort = 0, hostPortEnd = hostPort, protocol = 'tcp' }: V1Port): readonly string[] {
  if (hostPort === 0) return []
  return Array.from({ length: hostPortEnd - hostPort + 1 }, (_, index) => `${hostPort + index}/${protocol}`)
}

/** Whether an address, of a port on a host, means all addresses of the host. */
export function isEveryAddress(address: string): boolean {
  return address === '' || address === '0.0.0.0' || address === '::'
}
