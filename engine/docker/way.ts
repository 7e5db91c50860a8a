import type { Clock } from '../../clock/clock.ts'
import type { Address, Way } from './agent.ts'
import { openTunnel } from './ssh/tunnel.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** How connections to an address are made. A tunnel has to be closed. */
export function wayTo(address: Address, { clock, env }: { readonly clock: Clock; readonly env: Environment }): Way {
  if (address.kind !== 'ssh') return address
  return { kind: 'ssh', tunnel: openTunnel({ to: address.to, env, clock }) }
}
