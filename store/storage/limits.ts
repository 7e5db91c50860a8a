import { type StorageChange, StorageError } from './storage.ts'

/** Sizes in bytes of JSON. */
export interface LogLimits {
  /** A snapshot is due when the log since the last one is larger than this and than that snapshot. */
  readonly logBytes: number
  /** A snapshot is also due when the log has more than this many segments. */
  readonly segments: number
  /** The largest value. */
  readonly valueBytes: number
  /** The largest batch. */
  readonly batchBytes: number
}

export const defaultLimits: LogLimits = {
  logBytes: 4 * 1024 * 1024,
  segments: 16,
  valueBytes: 16 * 1024 * 1024,
  batchBytes: 128 * 1024 * 1024,
}

/** A change as JSON. */
export function changeText({ key, value }: StorageChange): string {
  return JSON.stringify(value === undefined ? [key] : [key, value])
}

/** The TooLarge error for a batch with a value or total size over its limit; undefined where it fits. `texts` are its changes as JSON. */
export function oversize(
  { valueBytes, batchBytes }: LogLimits,
  changes: readonly StorageChange[],
  texts: readonly string[],
): StorageError | undefined {
  const size = texts.reduce((sum, text) => sum + text.length + 1, 0)
  if (size <= valueBytes) return undefined
  const large = changes[texts.findIndex((text) => text.length > valueBytes)]
  if (large === undefined && size <= batchBytes) return undefined
  const what = large === undefined ? `a batch of ${size} bytes` : `the value of ${large.key}`
  const bound = large === undefined ? batchBytes : valueBytes
  const why = `${what} is larger than the ${bound} bytes that the state takes; make it smaller`
  return new StorageError('TooLarge', why, { key: large?.key })
}
