/** A value as it is kept: plain JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** One change of a batch; without a value the key goes. */
export interface StorageChange {
  /** A path such as `/objects/Task/shop/web-1-3f2a9c01`. */
  readonly key: string
  readonly value?: Json
}

/**
 * What outlives the process: a map of keys to values, changed in batches that are kept whole or not at all.
 * Asynchronous and fenced, so that a local log and etcd can both stand behind it.
 */
export interface Storage {
  /** Everything that was kept, in no order. Called once, before the first write. */
  load(): Promise<ReadonlyMap<string, Json>>
  /**
   * Resolves when the batch would survive a power cut; batches are kept in the order of the calls. Rejects with StorageError;
   * a refused batch is then not part of what was kept, unless the process ends before another write works.
   */
  write(changes: readonly StorageChange[]): Promise<void>
  /** Waits for what was written and lets go of the lock. */
  close(): Promise<void>
}

/**
 * Why storage refused: `Full` (acts stop, reads go on), `Fenced` (another writer took over), `Corrupt`, `TooNew` (written by a
 * later version of reconcile), `TooLarge` (one value or batch), `Locked`, `PathTooLong` (for the lock's socket), `Closed`, `Io`.
 */
export type StorageErrorCode =
  | 'Full'
  | 'Fenced'
  | 'Corrupt'
  | 'TooNew'
  | 'TooLarge'
  | 'Locked'
  | 'PathTooLong'
  | 'Closed'
  | 'Io'

/** The one error that storages throw, with the remedy in its message. */
export class StorageError extends Error {
  readonly code: StorageErrorCode
  /** The one key that it is about, where the others of its batch would be taken. */
  readonly key: string | undefined

  constructor(code: StorageErrorCode, message: string, options?: { cause?: unknown; key?: string | undefined }) {
    super(message, options)
    this.name = 'StorageError'
    this.code = code
    this.key = options?.key
  }
}
