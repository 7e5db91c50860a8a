import { BlockList, isIP } from 'node:net'
import type { V1NetworkSpec } from './generated/types.ts'

/** The subnets that a network declares. */
export function subnetsIn({ ipam }: Pick<V1NetworkSpec, 'ipam'>): readonly string[] {
  return (ipam?.config ?? []).flatMap(({ subnet }) => subnet ?? [])
}

/** Whether an address is in one of these subnets, such as `10.1.0.0/24`. Texts that are no subnet contain nothing. */
export function isInSubnets(subnets: readonly string[], address: string): boolean {
  return inSubnets(subnets)(address)
}

/** Like isInSubnets, but prepared once for many addresses. */
export function inSubnets(subnets: readonly string[]): (address: string) => boolean {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() } // an IPv6 address may stand for one of IPv4
  for (const subnet of subnets) {
    const [base = '', bits = ''] = subnet.split('/')
    const family = familyOf(base)
    if (!family || !isSubnet(subnet)) continue
    lists[family].addSubnet(base, Number(bits), family)
  }
  return (address) => {
    const family = familyOf(address)
    return family !== undefined && lists[family].check(address, family)
  }
}

/** Whether a text is a subnet, as `10.1.0.0/24`. */
export function isSubnet(text: string): boolean {
  const [base = '', bits = '', more] = text.split('/')
  const family = familyOf(base)
  return (
    more === undefined && family !== undefined && /^\d+$/.test(bits) && Number(bits) <= (family === 'ipv6' ? 128 : 32)
  )
}

/** Whether two subnets have an address in common. */
export function doOverlap(one: string, other: string): boolean {
  const [base = '', otherBase = ''] = [one, other].map((subnet) => subnet.split('/')[0])
  return isInSubnets([one], otherBase) || isInSubnets([other], base)
}

/** The family of an address; undefined if it is no address. */
export function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address)
  return version === 0 ? undefined : version === 6 ? 'ipv6' : 'ipv4'
}
