import type { Json } from '../storage/storage.ts'
import type { Keeper } from './keeper.ts'

/** The source of resourceVersions, which rise over all objects. */
export interface Versions {
  readonly last: number
  next(): number
  /** Continues after the versions that an earlier process may have given out. */
  startAfter(kept: Json | undefined): void
}

/** The storage key of the highest version that may have been given out. */
export const versionPath = '/store/resourceVersion'

/** Versions are reserved in blocks of this size, so that giving one out needs no write. */
const block = 100_000

/**
 * Creates versions from 0. The next block is reserved when half of the current one is used, so that it is durable long before it is needed;
 * for the very first block, `durable()` has to be awaited.
 */
export function createVersions(keeper: Keeper): Versions {
  let last = 0
  let reserved = 0
  return {
    get last() {
      return last
    },
    next() {
      last += 1
      if (last > reserved - block / 2) {
        reserved = last + block
        keeper.note(versionPath, () => reserved)
      }
      return last
    },
    startAfter(kept) {
      last = typeof kept === 'number' ? kept : 0
      reserved = last
    },
  }
}
