import { NEVER, type Observable } from 'rxjs'
import type { Clock } from '../../clock/clock.ts'
import { resourceIdOf } from '../source/reading/reading.ts'
import type { Content, Contents, FoundContent } from './contents.ts'

/** Retained copies, by `Kind/stack/name` and then by hash. */
export type RetainedContents = Map<string, Map<string, FoundContent>>

/** What fixed contents have besides the present ones. */
export interface FixedOptions {
  readonly changes?: Observable<string> | undefined
  /** The copies at the beginning; those made later are put there too. */
  readonly retained?: RetainedContents | undefined
}

/** Contents that were read before, by `Kind/stack/name`: answers are items of `clock`, so that loops run the same in virtual time. */
export function fixedContents(
  contents: Pick<ReadonlyMap<string, Content>, 'get'>,
  clock: Pick<Clock, 'after'>,
  { changes = NEVER, retained = new Map() }: FixedOptions = {},
): Contents {
  const answer = <T>(ask: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      clock.after(0, () => {
        try {
          resolve(ask())
        } catch (error) {
          reject(error as Error)
        }
      })
    })
  return {
    changes: () => changes,
    read: (object, hash) =>
      answer(() => {
        const id = resourceIdOf(object)
        const found = hash === undefined ? contents.get(id) : retained.get(id)?.get(hash)
        return found ?? { found: false, because: `${id} was not read` }
      }),
    retain: (object, content) =>
      answer(() => {
        const copies = retained.get(resourceIdOf(object)) ?? new Map<string, FoundContent>()
        if (content) retained.set(resourceIdOf(object), copies.set(content.hash, content))
        return new Set(copies.keys())
      }),
    release: (object, hash) => answer(() => void retained.get(resourceIdOf(object))?.delete(hash)),
  }
}
