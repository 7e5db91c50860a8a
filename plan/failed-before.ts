import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import { lacksImage } from '../api/v1/lacks-image.ts'
import { taskReasons } from '../api/v1/reasons.ts'
import { lastFailedAt } from '../controllers/runtime/conditions.ts'
import { lastFailedWith } from '../controllers/task/plan/failed-before.ts'
import type { Store } from '../store/objects/store.ts'

/**
 * What is taken for granted of what failed when it was last tried: a copy of a host has no driver that fails, and no hook. Of a container
 * that could not be started its host tells.
 */
export function failedBeforeSaid(calls: readonly PlannedCall[], store: Store): readonly string[] {
  const said = calls.flatMap((call) => (call.refused === undefined ? (failedBefore(call, store) ?? []) : []))
  return [...new Set(said)]
}

function failedBefore(call: PlannedCall, store: Store): string | undefined {
  const [kind, ...rest] = call.object.split('/')
  const key = rest.join('/')
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
