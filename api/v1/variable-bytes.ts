import type { V1Config, V1Secret } from './generated/types.ts'

/**
 * The bytes that a variable gives a Secret or Config; undefined where it gives none. An empty one gives a Secret none: pipelines have
 * that for a secret that is missing there, and the bytes that are kept may be the only ones.
 */
export function bytesOfVariable(
  { kind }: Pick<V1Secret | V1Config, 'kind'>,
  value: string | Uint8Array | null | undefined,
): Uint8Array | undefined {
  if (value === null || value === undefined || (kind === 'Secret' && value.length === 0)) return undefined
  return typeof value === 'string' ? new TextEncoder().encode(value) : value
}

/** What is said of a variable that gives a Secret no bytes, as it is not set. */
export function unsetVariable(name: string): string {
  return `the variable ${name} is not set: what mounts it does not start without, unless an apply before had a value`
}

/** The same of one that is set to nothing. */
export function emptyVariable(name: string): string {
  return `the variable ${name} is empty, which counts as not set: what mounts it has the bytes of an apply before, else it does not start; give it a value, or name an empty file (file:) where no bytes are meant`
}
