import type { Address, Way } from './agent.ts'
import { openTunnel, type TunnelOptions } from './ssh/tunnel.ts'

/** How connections to an address are made. A tunnel has to be closed. */
export function wayTo(address: Address, how: Omit<TunnelOptions, 'to'>): Way {
  if (address.kind !== 'ssh') return address
  return { kind: 'ssh', tunnel: openTunnel({ to: address.to, ...how }) }
}
