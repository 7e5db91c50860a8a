import { BlockList, isIP } from 'node:net'
import type { V1NetworkSpec } from './generated/types.ts'

/** The subnets that a network declares. */
export function subnetsIn({ ipam }: Pick<V1NetworkSpec, 'ipam'>): readonly string[] {
  return (ipam?.config ?? []).flatMap(({ subnet }) => subnet ?? [])
}

/** Whether an address is in one of these subnets, as `10.1.0.0/24`; one that is no subnet has none. */
export function isInSubnets(subnets: readonly string[], address: string): boolean {
  return subnets.some((subnet) => {
    const [base = '', bits = ''] = subnet.split('/')
    const isSix = isIP(base) === 6
    if (isIP(base) === 0 || isIP(base) !== isIP(address)) return false
    if (!/^\d+$/.test(bits) || Number(bits) > (isSix ? 128 : 32)) return false // the engine says so
    const list = new BlockList()
    list.addSubnet(base, Number(bits), isSix ? 'ipv6' : 'ipv4')
    return list.check(address, isSix ? 'ipv6' : 'ipv4')
  })
}
