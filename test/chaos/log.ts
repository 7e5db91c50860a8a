import { createHash } from 'node:crypto'
import type { Call } from '../../engine/wrap.ts'

/** A call as a line of the log, with bytes replaced by their digest. */
export function lineOf({ verb, args }: Call): string {
  return `${verb} ${JSON.stringify(args, (_, value: unknown) => (isBytes(value) ? digest(value) : value))}`
}

function isBytes(value: unknown): value is Uint8Array | { type: 'Buffer'; data: number[] } {
  if (value instanceof Uint8Array) return true
  return typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'Buffer'
}

function digest(bytes: Uint8Array | { data: number[] }): string {
  const raw = bytes instanceof Uint8Array ? bytes : Uint8Array.from(bytes.data)
  return createHash('sha256').update(raw).digest('hex').slice(0, 16)
}
