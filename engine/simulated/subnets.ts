import { refuse } from './refusal.ts'

/** A network's addresses: which are out, and the lowest that may be free. */
export interface Pool {
  /** The first address, as a number. */
  readonly base: number
  readonly bits: number
  readonly gateway: number
  readonly used: Set<number>
  hint: number
}

/** Docker's default pools, in the order in which it hands them out. */
const defaults: readonly (readonly [string, number])[] = [
  ...Array.from({ length: 15 }, (_, i) => [`172.${17 + i}.0.0`, 16] as const),
  ...Array.from({ length: 16 }, (_, i) => [`192.168.${16 * i}.0`, 20] as const),
]

/** A pool for a network: the subnet asked for, or the first default that overlaps none of `taken`. */
export function createPool(taken: readonly Pool[], asked: { subnet?: string; gateway?: string; api: number }): Pool {
  if (asked.subnet !== undefined) {
    const pool = parseSubnet(asked.subnet, asked)
    if (taken.some((other) => overlaps(other, pool))) refuse(403, overlapWords(asked.api))
    return pool
  }
  for (const [address, bits] of defaults) {
    const pool = makePool(numberOf(address), bits)
    if (!taken.some((other) => overlaps(other, pool))) return pool
  }
  return refuse(
    404,
    asked.api < 46
      ? 'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network'
      : 'all predefined address pools have been fully subnetted',
  )
}

/** The lowest free address, or the one asked for. */
export function takeAddress(pool: Pool, asked?: string): string {
  if (asked !== undefined && asked !== '') {
    const number = numberOf(asked)
    if (!contains(pool, number)) refuse(400, `no configured subnet contains IP address ${asked}`)
    if (pool.used.has(number)) refuse(403, 'Address already in use')
    pool.used.add(number)
    return asked
  }
  const end = pool.base + 2 ** (32 - pool.bits) - 1
  for (let number = pool.hint; number < end; number++) {
    if (pool.used.has(number)) continue
    pool.used.add(number)
    pool.hint = number + 1
    return addressOf(number)
  }
  return refuse(400, "no available IPv4 addresses on this network's address pools")
}

export function freeAddress(pool: Pool, address: string): void {
  const number = numberOf(address)
  pool.used.delete(number)
  pool.hint = Math.min(pool.hint, number)
}

export function subnetOf(pool: Pool): string {
  return `${addressOf(pool.base)}/${pool.bits}`
}

export function addressOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
}

/** Docker's own hardware address for an IP address. */
export function macOf(address: string): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))
  return ['02', '42', ...bytes].join(':')
}

function parseSubnet(text: string, asked: { gateway?: string; api: number }): Pool {
  const [, address, bits] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(text) ?? []
  if (address === undefined || bits === undefined || Number(bits) > 32) {
    if (asked.api < 44) refuse(500, `Invalid subnet ${text} : invalid CIDR address: ${text}`)
    refuse(400, `invalid network config:\ninvalid subnet ${text}: invalid CIDR block notation`)
  }
  const size = 2 ** (32 - Number(bits))
  return makePool(Math.floor(numberOf(address) / size) * size, Number(bits), asked.gateway)
}

function makePool(base: number, bits: number, gateway?: string): Pool {
  const door = gateway === undefined ? base + 1 : numberOf(gateway)
  return { base, bits, gateway: door, used: new Set([door]), hint: base + 1 }
}

function overlaps(a: Pool, b: Pool): boolean {
  return a.base < b.base + 2 ** (32 - b.bits) && b.base < a.base + 2 ** (32 - a.bits)
}

function contains(pool: Pool, number: number): boolean {
  return number >= pool.base && number < pool.base + 2 ** (32 - pool.bits)
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function overlapWords(api: number): string {
  const words = 'Pool overlaps with other one on this address space'
  return api < 44 ? words : `invalid pool request: ${words}`
}
