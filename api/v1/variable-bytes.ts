import type { V1Config, V1Secret } from './generated/types.ts'

/**
 * The bytes that a variable gives a Secret or Config; undefined if none. An empty variable gives a Secret none: CI pipelines pass an unset
 * secret that way, and the stored bytes may be the only copy.
 */
export function bytesOfVariable(
  { kind }: Pick<V1Secret | V1Config, 'kind'>,
  value: string | Uint8Array | null | undefined,
): Uint8Array | undefined {
  if (value === null || value === undefined || (kind === 'Secret' && value.length === 0)) return undefined
  return typeof value === 'string' ? new TextEncoder().encode(value) : value
}

/** The warning for a Secret whose variable is not set. */
export function unsetVariable(name: string): string {
  return `the variable ${name} is not set: what mounts it does not start without, unless an apply before had a value`
}

/** The warning for a Secret whose variable is empty. */
export function emptyVariable(name: string): string {
  return `the variable ${name} is empty, which counts as not set: what mounts it has the bytes of an apply before, else it does not start; give it a value, or name an empty file (file:) where no bytes are meant`
}
