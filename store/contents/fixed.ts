import { NEVER, type Observable } from 'rxjs'
import { keyOf } from '../../api/v1/names.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Content, Contents } from './contents.ts'

/** Contents that were read before, by `Kind/stack/name`: answers are items of `clock`, so that loops run the same in virtual time. */
export function fixedContents(
  contents: ReadonlyMap<string, Content>,
  clock: Clock,
  changes: Observable<string> = NEVER,
): Contents {
  return {
    changes: () => changes,
    read: (object) =>
      new Promise((resolve) => {
        const key = `${object.kind}/${keyOf(object)}`
        const content = contents.get(key) ?? { found: false, because: `${key} was not read` }
        clock.after(0, () => resolve(content))
      }),
  }
}
