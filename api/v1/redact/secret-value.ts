import { inspect } from 'node:util'

/** Bytes that can't leak into a log, message or JSON: every way of printing them gives `***` (S9). */
export interface SecretValue {
  /** The bytes themselves; only for the code that delivers them. */
  reveal(): Uint8Array
  readonly length: number
  toString(): string
  toJSON(): string
  [inspect.custom](): string
}

export const HIDDEN = '***'

/** Wraps bytes, or the UTF-8 bytes of a text. */
export function secretValue(content: Uint8Array | string): SecretValue {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const hide = () => HIDDEN
  return { reveal: () => bytes, length: bytes.length, toString: hide, toJSON: hide, [inspect.custom]: hide }
}
