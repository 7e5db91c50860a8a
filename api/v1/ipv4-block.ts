import { familyOf } from './subnet.ts'

/** A block of IPv4 addresses with a common prefix. */
export interface Block {
  readonly base: number
  readonly bits: number
}

/** Parses an IPv4 subnet such as `10.1.0.7/24`; undefined for anything else. */
export function blockOf(text: string): Block | undefined {
  const [, address, length] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(text) ?? []
  const bits = Number(length)
  if (address === undefined || familyOf(address) !== 'ipv4' || bits > 32) return undefined
  const size = 2 ** (32 - bits)
  return { base: Math.floor(numberOf(address) / size) * size, bits }
}

/** The network and broadcast address of a block, which no host can have; empty for a block too small to have any. */
export function endsOf({ base, bits }: Block): readonly string[] {
  const size = 2 ** (32 - bits)
  return size <= 2 ? [] : [base, base + size - 1].map(addressOf)
}

/** An IPv4 address as a number. */
export function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

/** A number as an IPv4 address. */
export function addressOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
}
