import { familyOf } from './subnet.ts'

/** The addresses of IPv4 that begin alike. */
export interface Block {
  readonly base: number
  readonly bits: number
}

/** The block that a subnet such as `10.1.0.7/24` is; undefined where it is none of IPv4. */
export function blockOf(text: string): Block | undefined {
  const [, address, length] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(text) ?? []
  const bits = Number(length)
  if (address === undefined || familyOf(address) !== 'ipv4' || bits > 32) return undefined
  const size = 2 ** (32 - bits)
  return { base: Math.floor(numberOf(address) / size) * size, bits }
}

/** The first and last address of a block, which are nobody's; none of one that has no others. */
export function endsOf({ base, bits }: Block): readonly string[] {
  const size = 2 ** (32 - bits)
  return size <= 2 ? [] : [base, base + size - 1].map(addressOf)
}

/** The number that an address of IPv4 is. */
export function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

/** The address that a number is. */
export function addressOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
}
