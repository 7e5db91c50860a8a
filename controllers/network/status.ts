import type { V1Condition, V1NetworkOnNode } from '../../api/v1/generated/types.ts'
import { getCondition, removeCondition, replaceCondition } from '../../api/v1/conditions.ts'
import { keyOf } from '../../api/v1/names.ts'
import { conditionTypes, networkReasons } from '../../api/v1/reasons.ts'
import { alsoOn, readyUnlessHeld } from '../runtime/conditions.ts'
import type { Ports } from '../runtime/ports.ts'
import { type Apart, apartIn } from './apart.ts'
import { driverOf } from './driver.ts'
import type { NetworkAction } from './action.ts'
import type { NetworkView } from './view.ts'

/** Whether any task uses it. */
export function isUsed({ users }: NetworkView): boolean {
  return [...users.values()].some((count) => count > 0)
}

/** The status of a network after a pass. It is based on the status in the store, which others may have written while the engines worked. */
export function networkStatus(view: NetworkView, actions: readonly NetworkAction[], ports: Ports) {
  const { clock, store } = ports
  const { metadata } = view.network
  const { status } = store.get('Network', keyOf(view.network)) ?? view.network
  // The last action of a node is about its network of the present name, if one is.
  const byNode = new Map(actions.filter(isOfNow).map((action) => [action.node, action]))
  const nodes = [...byNode.values()].map((action): V1NetworkOnNode => {
    const goes = action.do === 'remove' && !action.surplus
    const state = action.do === 'hold' ? 'Held' : goes ? 'Absent' : 'Present'
    return {
      node: action.node,
      state,
      ...(action.do === 'hold' ? { reason: action.reason } : {}),
      message: action.because,
      ...('maker' in action && action.maker ? { maker: action.maker } : {}),
      ...('id' in action && action.do !== 'remove' ? { id: action.id } : {}),
    }
  })
  const driver = driverOf(view.network, ports)
  return {
    ...status,
    observedGeneration: metadata.generation ?? 1,
    hostName: view.hostName,
    driver,
    nodes,
    conditions: withApart(
      readyUnlessHeld({ metadata, ...(status ? { status } : {}) }, actions.filter(isHold), {
        ...saidOf(view, actions),
        now: clock.now(),
      }),
      apartIn(view.network, driver, store),
      clock.now(),
    ),
  }
}

function isHold(action: NetworkAction): action is NetworkAction & { readonly do: 'hold' } {
  return action.do === 'hold'
}

/** Whether an action is about the network under its present name, or holds it. */
function isOfNow(action: NetworkAction): boolean {
  return !('former' in action)
}

/** A network that others keep under a former name is told: nothing else is wrong with it. */
function saidOf(
  view: NetworkView,
  actions: readonly NetworkAction[],
): { readonly reason: string; readonly message: string } {
  const kept = actions.filter((action) => action.do === 'keep' && action.former)
  const left = kept[0] ? `; ${kept[0].because}${alsoOn(kept.map(({ node }) => node))}` : ''
  return isUsed(view)
    ? { reason: networkReasons.present, message: `it is where its tasks are${left}` }
    : { reason: networkReasons.notNeeded, message: `no task uses it${left}` }
}

/**
 * Sets or removes the warning condition. When its message changes, the condition's transition time is reset, so that a person who saw the
 * earlier one is told of the new one.
 */
function withApart(conditions: V1Condition[], apart: Apart | undefined, now: number): V1Condition[] {
  const type = conditionTypes.servicesApart
  const isOther = apart !== undefined && getCondition(conditions, type)?.message !== apart.message
  const said = apart && { status: 'True' as const, reason: networkReasons.servicesApart, message: apart.message }
  return replaceCondition(isOther ? removeCondition(conditions, type) : conditions, { type, said }, now)
}
