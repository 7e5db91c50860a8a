/** A stored value: plain JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A lock that keeps others from writing the same state. */
export interface HeldLock {
  /** Whether it is still ours. Where its socket was removed it is taken again, unless another has it by then. */
  isHeld(): Promise<boolean>
  release(): Promise<void>
}

/** One change of a batch; without a value it deletes the key. */
export interface StorageChange {
  /** A path such as `/objects/Task/shop/web-1-3f2a9c01`. */
  readonly key: string
  readonly value?: Json
}

/**
 * Durable state: a map of keys to values, changed in atomic batches. Asynchronous and fenced, so that a local log or etcd can implement it.
 */
export interface Storage {
  /** Everything that is stored, in no order. Called once, before the first write. */
  load(): Promise<ReadonlyMap<string, Json>>
  /**
   * Resolves when the batch would survive a power cut; batches are applied in the order of the calls. Rejects with StorageError. A refused
   * batch is then not stored, unless the process ends before a later write succeeds.
   */
  write(changes: readonly StorageChange[]): Promise<void>
  /** Waits for pending writes and releases the lock. */
  close(): Promise<void>
}

/**
 * Why storage refused: `Full` (engine writes stop, reads go on), `Fenced` (another writer took over), `Corrupt`, `TooNew` (written by a
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

/** The only error that storages throw, with the remedy in its message. */
export class StorageError extends Error {
  readonly code: StorageErrorCode
  /** The key that the error is about, if the rest of its batch would be accepted. */
  readonly key: string | undefined

  constructor(code: StorageErrorCode, message: string, options?: { cause?: unknown; key?: string | undefined }) {
    super(message, options)
    this.name = 'StorageError'
    this.code = code
    this.key = options?.key
  }
}
