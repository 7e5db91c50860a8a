import { type StorageChange, StorageError } from './storage.ts'

/** Sizes in bytes of JSON. */
export interface LogLimits {
  /** A snapshot is due when the log since the last one is larger than this, and larger than the snapshot. */
  readonly logBytes: number
  /** Or when it is in more than this many segments. */
  readonly segments: number
  /** One value. */
  readonly valueBytes: number
  /** One batch. */
  readonly batchBytes: number
}

/** What holds where nothing else is said. */
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

/** What a batch, with its changes as JSON, is refused for; undefined where it is small enough. */
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
