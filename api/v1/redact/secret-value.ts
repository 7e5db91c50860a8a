import { inspect } from 'node:util'

/** Bytes that no log, message or JSON shows: every way of printing gives `***` (S9). */
export interface SecretValue {
  /** The bytes, for the one place that delivers them. */
  reveal(): Uint8Array
  readonly length: number
  toString(): string
  toJSON(): string
  [inspect.custom](): string
}

export const HIDDEN = '***'

/** Wraps bytes, or a text in UTF-8. */
export function secretValue(content: Uint8Array | string): SecretValue {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const hide = () => HIDDEN
  return { reveal: () => bytes, length: bytes.length, toString: hide, toJSON: hide, [inspect.custom]: hide }
}
