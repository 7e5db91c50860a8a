import { createHash } from 'node:crypto'
import type { Random } from '../../clock/random.ts'

/** A 64-digit id, as containers and networks have. */
export function drawId(random: Random): string {
  const parts = Array.from({ length: 8 }, () =>
    Math.floor(random.next() * 4294967296)
      .toString(16)
      .padStart(8, '0'),
  )
  return parts.join('')
}

/** `sha256:` and the digest of a text: what images are called by. */
export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}
