import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { Store } from '../../../store/objects/store.ts'
import { stacksOf } from '../../../store/source/reading/reading.ts'
import { contentOf } from '../stack-content.ts'

/**
 * How many objects an acceptance, told by these events, declares otherwise than `before` has them. A new object of a stack that is unknown
 * to `before` does not count. Its calls tell whether it is new: where there are none, another home made it, and it runs as declared.
 */
export function declaredAnew(before: Store, events: readonly ProgressEvent[]): number {
  const isKnown = (id: string) => stacksOf([id]).every((stack) => contentOf(before, stack).length > 0)
  return events.filter(
    (event) =>
      event.type === 'resource' && CHANGES.has(event.change) && (event.change !== 'created' || isKnown(event.object)),
  ).length
}

const CHANGES: ReadonlySet<string> = new Set(['created', 'kept', 'configured', 'deleted', 'forgotten'])
