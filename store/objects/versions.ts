import type { Json } from '../storage/storage.ts'
import type { Keeper } from './keeper.ts'

/** The one rising number over all objects. */
export interface Versions {
  readonly last: number
  next(): number
  /** Goes on behind what an earlier process may have given out. */
  startAfter(kept: Json | undefined): void
}

/** The storage key of the highest version that may have been given out. */
export const versionPath = '/store/resourceVersion'

/** Versions are reserved this many at a time, so that giving one out needs no write. */
const block = 100_000

/** Starts at 0. A new block is reserved when half of the last one is used: it is durable long before its first version is needed; of the first one, `durable()` tells. */
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
