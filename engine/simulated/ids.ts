import { createHash } from 'node:crypto'
import type { Random } from '../../clock/random.ts'

/** A 64-digit id, as containers and networks have. */
export function drawId(random: Random): string {
  for (let part = 0; part < 8; part++) bytes.writeUInt32BE(Math.floor(random.next() * 0x100000000), part * 4)
  return bytes.toString('hex')
}

const bytes = Buffer.alloc(32)

/** `sha256:` and the digest of a text: what images are called by. */
export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

/** The id of a container's endpoint in a network; a real engine draws it, nobody reads more than its looks. */
export function endpointId(container: string, network: string): string {
  return digestOf(`${container} ${network}`).slice('sha256:'.length)
}
