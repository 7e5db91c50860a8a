import { getCondition } from '../api/v1/conditions.ts'
import type { ObjectOf } from '../api/v1/kinds.ts'
import type { PlannedUnmet } from '../api/v1/installation/plan-answer.ts'
import { approvableReasons } from '../api/v1/reason-groups.ts'
import { conditionTypes, holdReasons } from '../api/v1/reasons.ts'
import { makerFor } from '../controllers/adoption/maker-for.ts'
import type { Ports } from '../controllers/runtime/ports.ts'
import { isEvicted, isRetiring } from '../api/v1/task-phase.ts'
import { NOBODY_LISTENS } from '../engine/simulated/calls.ts'
import type { Unplaced } from './unplaced.ts'

type Asked = Pick<Ports, 'store' | 'concerns'>

/** What of the plan's concern is not as declared at the end. Services in `said` are left out: their refused calls were told. */
export function unmetIn(
  asked: Asked,
  { said, unplaced }: { readonly said: ReadonlySet<string>; readonly unplaced: ReadonlyMap<string, Unplaced> },
): readonly PlannedUnmet[] {
  const unready = unreadyIn(asked).filter(({ object }) => !said.has(serviceOf(object) ?? ''))
  const unmet = unready.map((each) => ({ ...each, ...unplaced.get(serviceOf(each.object) ?? '') }))
  return [...unmet, ...stillLeaving(asked)].map(({ message, ...of }) => ({ ...of, message: withoutWhy(message) }))
}

/** A message without the simulated reason for a host's silence, which is not the real one. */
export function withoutWhy(message: string): string {
  return message.replaceAll(`: ${NOBODY_LISTENS}`, '')
}

function serviceOf(object: string): string | undefined {
  return object.startsWith('Service/') ? object.slice('Service/'.length) : undefined
}

/** Of Nodes, only what a person has to approve: a silence shows in the objects that it keeps from being ready. */
function unreadyIn({ store, concerns = () => true }: Asked): readonly PlannedUnmet[] {
  const kinds = ['Node', 'Service', 'Network', 'Volume', 'Secret', 'Config'] as const
  return kinds.flatMap((kind) =>
    [...store.list(kind)].flatMap(([key, object]: [string, ObjectOf]) => {
      const { status } = object
      const ready = getCondition(status?.conditions, conditionTypes.ready)
      if (ready?.status !== 'False' || !concerns(key, kind)) return []
      const { reason = '', message = '' } = ready
      if (kind === 'Node' && !approvableReasons.has(reason)) return []
      const maker = makerFor(object, store.by('Task', 'service', key).values())
      return [{ object: `${kind}/${key}`, reason, message, ...(maker ? { maker } : {}) }]
    }),
  )
}

/** The tasks that can't be taken off a silent host. Nobody waits for those that were given up on a lost one. */
function stillLeaving({ store, concerns = () => true }: Asked): readonly PlannedUnmet[] {
  return [...store.list('Task')].flatMap(([key, task]) => {
    const { reason = '', message = '' } = task.status ?? {}
    const isHeld = isRetiring(task) && !isEvicted(task) && reason === holdReasons.hostUnreachable
    return isHeld && concerns(key, 'Task') ? [{ object: `Task/${key}`, reason, message }] : []
  })
}
