import { getCondition } from '../../../api/v1/conditions.ts'
import type { V1Condition, V1Service } from '../../../api/v1/generated/types.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { conditionTypes, taskReasons } from '../../../api/v1/reasons.ts'
import type { Store } from '../../../store/objects/store.ts'
import { mountedContents } from '../target.ts'

/** Why the content of what a service mounts is unknown: the reason that its tasks would wait with, and a message. */
export type UnknownContents = Required<Pick<V1Condition, 'reason' | 'message'>>

/** How many Secrets and Configs the message names at most. */
const MOST_NAMED = 3

/** Which of the Secrets and Configs that a service mounts have unknown content; undefined where all are known. */
export function unknownContents(
  { metadata: { namespace }, spec }: V1Service,
  store: Pick<Store, 'get'>,
): UnknownContents | undefined {
  const mounted = new Map(mountedContents(spec.template).map((each) => [each.join('/'), each]))
  const unknown = [...mounted.values()].flatMap(([kind, name]) => {
    const object = store.get(kind, keyFor(namespace, name))
    if (object?.status?.contentHash !== undefined) return []
    return [{ kind, words: `the content of ${kind.toLowerCase()} ${name} is not known: ${whyUnknown(object)}` }]
  })
  const [first] = unknown
  if (!first) return undefined
  const more = unknown.length > MOST_NAMED ? [`and ${unknown.length - MOST_NAMED} more`] : []
  return {
    reason: first.kind === 'Secret' ? taskReasons.waitingForSecret : taskReasons.waitingForConfig,
    message: [...unknown.slice(0, MOST_NAMED).map(({ words }) => words), ...more].join('; '),
  }
}

function whyUnknown(object: ReturnType<Store['get']>): string {
  if (!object) return 'it is not declared'
  const ready = getCondition(object.status?.conditions, conditionTypes.ready)
  return ready?.status === 'False' && ready.message !== undefined ? ready.message : 'it was not read yet'
}
