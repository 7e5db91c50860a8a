import type { V1Maker } from '../../../api/v1/generated/types.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { holdReasons, networkReasons } from '../../../api/v1/reasons.ts'
import { makerRemedy } from '../../adoption/remedy.ts'
import { heldByTasks, hold, type NetworkAction } from '../action.ts'
import type { Declarer } from '../declarer.ts'
import type { HostNetwork, NetworkView } from '../view.ts'

/** Makes or adopts a network that a node lacks, or says why that can't be. */
export function planMissing(node: string, foreign: readonly HostNetwork[], view: NetworkView): NetworkAction {
  const { network, hostName } = view
  if (network.spec.external) {
    if (network.metadata.deletionTimestamp !== undefined) return heldByTasks(node, view.users.get(node) ?? 0)
    const remedy = view.declarer ? whereDeclared(node, view.declarer) : 'create it, or take external away'
    return hold(node, networkReasons.externalMissing, `${node} has no network ${hostName}: ${remedy}`)
  }
  const [other] = foreign
  if (other?.adoptable && foreign.length === 1)
    return { do: 'adopt', node, id: other.id, because: 'what others made for the stack is to be ours' }
  if (other) {
    const { maker } = other
    const remedy = makerRemedy(network.metadata.namespace, maker) ?? `is not ours: ${foreignRemedy(maker)}`
    const because = `${node} has a network ${hostName} that ${remedy}`
    return { ...hold(node, holdReasons.foreignObject, because), ...(maker ? { maker } : {}) }
  }
  const users = view.users.get(node) ?? 0
  return { do: 'create', node, because: users === 1 ? 'a task uses it' : `${users} tasks use it` }
}

/** A network that another stack declares is not to be made by hand: that would be in that stack's way. */
function whereDeclared(node: string, { stack, nodes }: Declarer): string {
  const [first] = nodes
  const onNode = `have a service of ${stack} with this network on ${node}, as with \`mode: global\``
  if (first === undefined) return `the stack ${stack} declares it, and has no task with it anywhere: ${onNode}`
  const stay = `keep what uses it there with a constraint, as \`node.name==${first}\``
  return `the stack ${stack} declares it, and it is made where that stack's own tasks use it (${listNames(nodes)}): ${stay}; or ${onNode}`
}

/** A network without a maker's labels can be adopted for the stack by a person. */
function foreignRemedy({ project }: V1Maker = {}): string {
  const rest = 'remove it, name this one otherwise, or declare it external'
  return project === undefined ? `\`reconcile apply --adopt\` takes it over; or ${rest}` : rest
}
