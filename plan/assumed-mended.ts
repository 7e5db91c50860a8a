import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import { lacksImage } from '../api/v1/lacks-image.ts'
import { serviceKeyOf, splitId } from '../api/v1/names.ts'
import { taskReasons } from '../api/v1/reasons.ts'
import { lastFailedAt } from '../controllers/runtime/conditions.ts'
import { lastFailedWith } from '../controllers/task/plan/last-try.ts'
import type { Store } from '../store/objects/store.ts'

/**
 * The assumptions that something which failed at the last attempt succeeds this time: simulated hosts have no failing drivers and run no
 * hooks. Failed starts are left out: `startsAgain` reads those from the host. `before` is the present state, `after` the planned one.
 */
export function assumedMended(calls: readonly PlannedCall[], before: Store, after: Store): readonly string[] {
  const told = calls.flatMap((call) => {
    const words = call.refused === undefined ? failedBefore(call, before) : undefined
    return words === undefined ? [] : [{ words, task: before.get('Task', splitId(call.object).key) }]
  })
  const services = new Set(told.flatMap(({ task }) => (task ? [serviceKeyOf(task)] : [])))
  return [...new Set([...told.map(({ words }) => words), ...rollsOutAgain(before, after, services)])]
}

/** As `assumedMended`, for stalled rollouts that complete in the plan. Services in `told` are left out: their tasks have told it. */
function rollsOutAgain(before: Store, after: Store, told: ReadonlySet<string>): readonly string[] {
  return [...before.list('Service')].flatMap(([key, { status }]) => {
    const { state, revision, message } = status?.rollout ?? {}
    const now = after.get('Service', key)?.status?.rollout
    if (told.has(key) || state !== 'Stalled' || now?.state !== 'Completed' || now.revision !== revision) return []
    return [`${key} comes up this time; the last time its rollout failed: ${message}`]
  })
}

function failedBefore(call: PlannedCall, store: Store): string | undefined {
  const { kind, key } = splitId(call.object)
  return kind === 'Task'
    ? taskBefore(call, key, store)
    : madeBefore(call, store.get(kind === 'Volume' ? kind : 'Network', key))
}

function madeBefore({ object, node, path }: PlannedCall, made: Parameters<typeof lastFailedAt>[0] | undefined) {
  const before = /^\/(volumes|networks)\/create$/.test(path) && made ? lastFailedAt(made, node) : undefined
  return before && `${object} is made on ${node} this time; the last time ${before.because}`
}

function taskBefore(call: PlannedCall, key: string, store: Store): string | undefined {
  const { status = {} } = store.get('Task', key) ?? {}
  const does = whatFailed(call, status)
  return does === undefined ? undefined : `${call.object} ${does} this time; the last time: ${lastFailedWith(status)}`
}

function whatFailed({ method, path }: PlannedCall, status: Parameters<typeof lacksImage>[0]): string | undefined {
  if (status.reason === taskReasons.hookFailed && path.endsWith('/exec')) return 'gets through its post-start hooks'
  if (status.reason === taskReasons.createFailed && path.startsWith('/containers/create')) return 'gets its container'
  const isImage = method === 'BUILD' || path.startsWith('/images/create')
  return isImage && lacksImage(status) ? 'gets its image' : undefined
}
