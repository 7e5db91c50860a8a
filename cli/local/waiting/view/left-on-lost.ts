import type { V1Task } from '../../../../api/v1/generated/types.ts'
import type { ProgressEvent } from '../../../../api/v1/installation/progress.ts'
import { listNames } from '../../../../api/v1/language/list-names.ts'
import { nodeHoldReasons } from '../../../../api/v1/reason-groups.ts'
import { isLost } from '../../../../controllers/holds/node-hold.ts'
import { isRetiring } from '../../../../api/v1/task-phase.ts'
import type { Key, Store } from '../../../../store/objects/store.ts'
import { withSuccess } from '../outcome.ts'

/** Whether a task is to go from a lost node. Nobody waits for that where another task runs in its place (S5). */
export function isLeftOnLost(task: V1Task, store: Pick<Store, 'get'>): boolean {
  const { spec, status } = task
  return isRetiring(task) && nodeHoldReasons.has(status?.reason ?? '') && isLost(store.get('Node', spec.node ?? ''))
}

/** The events of a wait for services; a successful outcome names the tasks that may still run on lost nodes. */
export function tellingLeftOnLost(
  events: AsyncIterable<ProgressEvent>,
  store: Pick<Store, 'get' | 'by'>,
  keys: readonly Key[],
): AsyncGenerator<ProgressEvent> {
  const message = (said: string) => [said, ...leftWords(store, keys)].join('; ')
  return withSuccess(events, (outcome) => ({ ...outcome, message: message(outcome.message) }))
}

function leftWords(store: Pick<Store, 'get' | 'by'>, keys: readonly Key[]): readonly string[] {
  const left = keys.flatMap((key) => [...store.by('Task', 'service', key).values()])
  const lost = left.filter((task) => isLeftOnLost(task, store))
  const nodes = [...new Set(lost.flatMap(({ spec }) => spec.node ?? []))]
  return nodes.map((node) => {
    const there = lost.filter(({ spec }) => spec.node === node).map(({ metadata }) => metadata.name)
    return `${listNames(there)} may run on ${node} still, which is lost, and ${there.length === 1 ? 'goes' : 'go'} once it answers`
  })
}
