import type { V1Condition, V1Task } from '../../api/v1/generated/types.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import type { Change } from '../../store/objects/store.ts'

/** The keys of the tasks that wait for something. */
export function waiting(tasks: ReadonlyMap<string, V1Task>): readonly string[] {
  const keys: string[] = []
  for (const [key, task] of tasks) if (isWaiting(task)) keys.push(key)
  return keys
}

export function isWaiting({ status }: V1Task): boolean {
  return status?.reason?.startsWith('WaitingFor') ?? false
}

/** A Network, Volume, Secret or Config, as far as waiting tasks care. */
interface Needed {
  readonly spec: { readonly hostName?: string; readonly external?: boolean }
  readonly status?: { readonly nodes?: readonly OnNode[]; readonly conditions?: V1Condition[] }
}

interface OnNode {
  readonly node: string
  readonly state?: string
  readonly contentHash?: string
  readonly message?: string
}

/** The users that a change concerns: all if its name on hosts changed, else those that wait for it. */
export function concernedUsers(change: Change<Needed>, users: ReadonlyMap<string, V1Task>): Iterable<string> {
  return isNamedOtherwise(change) ? users.keys() : waitingUsers(change, users)
}

function isNamedOtherwise({ before, after }: Change<Needed>): boolean {
  if (!before || !after) return false
  return before.spec.hostName !== after.spec.hostName || before.spec.external !== after.spec.external
}

/** The users that wait; only those of certain nodes, if just their entries in the status changed. */
function waitingUsers(change: Change<Needed>, users: ReadonlyMap<string, V1Task>): readonly string[] {
  const { before, after } = change
  if (!before || !after || before.spec !== after.spec || readyWords(before) !== readyWords(after)) return waiting(users)
  const nodes = nodesToldOtherwise(before, after)
  return nodes.size === 0 ? [] : waiting(users).filter((key) => nodes.has(users.get(key)?.spec.node ?? ''))
}

function readyWords({ status }: Needed): string | undefined {
  return getCondition(status?.conditions, conditionTypes.ready)?.message
}

function nodesToldOtherwise(before: Needed, after: Needed): ReadonlySet<string> {
  const [was, is] = [toldOf(before), toldOf(after)]
  return new Set([...was, ...is].flatMap(([said, node]) => (was.has(said) && is.has(said) ? [] : [node])))
}

/** What the status says of each node, with the node. `Present` is left out: the host itself reports that. */
function toldOf({ status }: Needed): ReadonlyMap<string, string> {
  const told = (status?.nodes ?? []).filter(({ state }) => state !== 'Present')
  return new Map(
    told.map((entry) => [`${entry.node} ${entry.contentHash} ${entry.state} ${entry.message}`, entry.node]),
  )
}
