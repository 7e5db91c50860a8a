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

/** The TooLarge error for a batch with a value or total size over its limit; undefined where it fits. `text` is the batch as JSON. */
export function oversize(
  { valueBytes, batchBytes }: LogLimits,
  changes: readonly StorageChange[],
  text: string,
): StorageError | undefined {
  if (text.length <= valueBytes) return undefined
  const large = changes.find((change) => changeText(change).length > valueBytes)
  if (large === undefined && text.length <= batchBytes) return undefined
  const what = large === undefined ? `a batch of ${text.length} bytes` : `the value of ${large.key}`
  const bound = large === undefined ? batchBytes : valueBytes
  const why = `${what} is larger than the ${bound} bytes that the state takes; make it smaller`
  return new StorageError('TooLarge', why, { key: large?.key })
}
