import { createHash } from 'node:crypto'
import type { Random } from '../../clock/random.ts'

/** Draws a 64-digit id of a container or network. */
export function drawId(random: Random): string {
  for (let part = 0; part < 8; part++) bytes.writeUInt32BE(Math.floor(random.next() * 0x100000000), part * 4)
  return bytes.toString('hex')
}

const bytes = Buffer.alloc(32)

/** The digest of a text as `sha256:…`, as in image ids. */
export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

/** The id of a container's endpoint in a network. A real engine draws it; nobody relies on its value. */
export function endpointId(container: string, network: string): string {
  return digestOf(`${container} ${network}`).slice('sha256:'.length)
}
