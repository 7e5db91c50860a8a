import { SocketAddress } from 'node:net'
import { addressOf, type Block, blockOf, numberOf } from '../../api/v1/ipv4-block.ts'
import { familyOf } from '../../api/v1/subnet.ts'
import type { NetworkBody } from '../types/network.ts'
import { refuse } from './refusal.ts'

/** A network's addresses: those in use, and the lowest that may be free. */
export interface Pool {
  /** The first address, as a number. */
  readonly base: number
  readonly bits: number
  readonly gateway: number
  readonly used: Set<number>
  /** The range from which addresses are assigned. */
  readonly first: number
  readonly last: number
  hint: number
  /** Whether the subnet was requested: only then may containers request an address. */
  readonly isAsked: boolean
}

/** A requested subnet. */
export interface AskedSubnet {
  readonly subnet?: string | undefined
  readonly gateway?: string | undefined
  /** The range from which addresses are assigned; absent: the whole subnet. */
  readonly range?: string | undefined
  /** Addresses that are not assigned. */
  readonly reserved?: readonly string[] | undefined
}

/** Docker's default pools, in the order in which they are used. */
const defaults: readonly (readonly [string, number])[] = [
  ...Array.from({ length: 15 }, (_, i) => [`172.${17 + i}.0.0`, 16] as const),
  ...Array.from({ length: 16 }, (_, i) => [`192.168.${16 * i}.0`, 20] as const),
]

/** Creates a network's pool: the requested subnet, or the first default that overlaps none of `taken`. */
export function createPool(taken: readonly Pool[], asked: AskedSubnet & { readonly api: number }): Pool {
  const block = asked.subnet === undefined ? undefined : blockOf(asked.subnet)
  if (block !== undefined) {
    const pool = makePool({ ...block, isAsked: true }, asked)
    if (taken.some((other) => overlaps(other, pool))) refuse(403, overlapWords(asked.api))
    return pool
  }
  for (const [address, bits] of defaults) {
    const pool = makePool({ base: numberOf(address), bits, isAsked: false }, {})
    if (!taken.some((other) => overlaps(other, pool))) return pool
  }
  return refuse(
    404,
    asked.api < 46
      ? 'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network'
      : 'all predefined address pools have been fully subnetted',
  )
}

export function strangeAddress(address: string): string {
  return `Invalid address ${address}: It does not belong to any of this network's subnets`
}

/** Takes the requested address, or the lowest free one. */
export function takeAddress(pool: Pool, asked?: string): string {
  if (asked !== undefined && asked !== '') {
    const number = numberOf(asked)
    if (!contains(pool, number)) refuse(500, strangeAddress(asked))
    if (pool.used.has(number)) refuse(403, 'Address already in use')
    pool.used.add(number)
    return asked
  }
  for (let number = pool.hint; number <= pool.last; number++) {
    if (pool.used.has(number)) continue
    pool.used.add(number)
    pool.hint = number + 1
    return addressOf(number)
  }
  return refuse(400, "no available IPv4 addresses on this network's address pools")
}

export function freeAddress(pool: Pool, address: string): void {
  const number = numberOf(address)
  if (!pool.used.delete(number)) return
  if (number >= pool.first && number < pool.hint) pool.hint = number
}

export function subnetOf(pool: Pool): string {
  return `${addressOf(pool.base)}/${pool.bits}`
}

/** The MAC address that Docker derives from an IP address. */
export function macOf(address: string): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))
  return ['02', '42', ...bytes].join(':')
}

/** Creates a pool. The default gateway is the first free address. The first and last address of a subnet are not used. */
function makePool({ base, bits, isAsked }: Block & Pick<Pool, 'isAsked'>, asked: AskedSubnet): Pool {
  const within = blockOf(asked.range ?? '')
  // Older engines accept a range outside of the subnet, and use the whole subnet.
  const range = within && overlaps(within, { base, bits }) ? within : { base, bits }
  const first = Math.max(base + 1, range.base)
  const last = Math.min(endOf({ base, bits }) - 2, endOf(range) - 1)
  const used = new Set((asked.reserved ?? []).map(numberOf))
  let gateway = asked.gateway === undefined ? first : numberOf(asked.gateway)
  while (asked.gateway === undefined && used.has(gateway)) gateway++
  return { base, bits, gateway, used: used.add(gateway), first, last, hint: first, isAsked }
}

function endOf({ base, bits }: Block): number {
  return base + 2 ** (32 - bits)
}

function overlaps(a: Block, b: Block): boolean {
  return a.base < endOf(b) && b.base < endOf(a)
}

/** Whether an address is in the network's subnet. */
export function holdsAddress(pool: Pool, address: string): boolean {
  return contains(pool, numberOf(address))
}

function contains(pool: Pool, number: number): boolean {
  return number >= pool.base && number < endOf(pool)
}

/** Normalises an IPv6 address, which can be written in several ways. */
export function sameForm(address: string): string {
  return familyOf(address) === 'ipv6' ? new SocketAddress({ address, family: 'ipv6' }).address : address
}

export type AddressConfig = NonNullable<NonNullable<NetworkBody['IPAM']>['Config']>[number]

/** The requested address configurations of one family. */
export function configsOf({ IPAM }: Pick<NetworkBody, 'IPAM'>, family: 'ipv4' | 'ipv6'): readonly AddressConfig[] {
  return (IPAM?.Config ?? []).filter(({ Subnet = '' }) => familyOf(Subnet.split('/')[0] ?? '') === family)
}

/** The requested IPv6 subnets. */
export function newerSubnets(body: Pick<NetworkBody, 'IPAM'>): readonly string[] {
  return configsOf(body, 'ipv6').map(({ Subnet = '' }) => Subnet)
}

/** The engine's words for a subnet that overlaps another network's. */
export function overlapWords(api: number): string {
  const words = 'Pool overlaps with other one on this address space'
  return api < 44 ? words : `invalid pool request: ${words}`
}
