import type { V1Network, V1NetworkAttachment } from '../../../api/v1/generated/types.ts'
import { isInSubnets, subnetsIn } from '../../../api/v1/subnet.ts'
import type { NetworkInspect } from '../../../engine/types/network.ts'

/** A network as declared, and as it is on its host. */
interface Compared {
  readonly declared: V1Network['spec']
  readonly found: Pick<NetworkInspect, 'IPAM'>
}

/**
 * A fixed address that the declared network has and the present one lacks. Engines refuse it, before version 25 only at the start. An
 * address that neither has is not returned: the engine's refusal explains it.
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
