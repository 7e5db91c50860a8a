import type { V1Network, V1NetworkAttachment } from '../../../api/v1/generated/types.ts'
import { isInSubnets, subnetsIn } from '../../../api/v1/subnet.ts'
import type { NetworkInspect } from '../../../engine/types/network.ts'

/** A network as it is declared, and as it stands. */
interface Compared {
  readonly declared: V1Network['spec']
  readonly found: Pick<NetworkInspect, 'IPAM'>
}

/**
 * A fixed address that a network would have as declared, and has not as it stands: engines refuse it, those before 25 not before
 * the start. One that is in neither is not waited for: the engine's refusal says what is wrong with it.
 */
export function lackedAddress(
  { ipv4Address, ipv6Address }: Pick<V1NetworkAttachment, 'ipv4Address' | 'ipv6Address'>,
  { declared, found }: Compared,
): string | undefined {
  const wanted = subnetsIn(declared)
  const there = (found.IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? [])
  return [ipv4Address, ipv6Address].find(
    (address) => address && isInSubnets(wanted, address) && !isInSubnets(there, address),
  )
}
