import { SocketAddress } from 'node:net'
import type { V1TaskTemplate } from './generated/types.ts'
import { familyOf } from './subnet.ts'

/** An address that a template fixes in a network, for one task at a time. */
export interface FixedAddress {
  readonly network: string
  readonly address: string
  /** Where it stands in the template. */
  readonly path: readonly (string | number)[]
}

/** The fixed addresses of a template, IPv4 before IPv6 in each network. */
export function fixedAddressesOf({ networks = [] }: V1TaskTemplate): readonly FixedAddress[] {
  return networks.flatMap((attachment, index) =>
    (['ipv4Address', 'ipv6Address'] as const).flatMap((field) => {
      const address = attachment[field]
      return address ? [{ network: attachment.network, address, path: ['networks', index, field] }] : []
    }),
  )
}

/** The canonical form of an address, which may be written in several ways. */
export function canonicalAddress(address: string): string {
  const family = familyOf(address)
  return family === undefined ? address : new SocketAddress({ address, family }).address
}
