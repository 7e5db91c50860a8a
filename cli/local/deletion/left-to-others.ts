import { listNames } from '../../../api/v1/language/list-names.ts'
import { splitKey } from '../../../api/v1/names.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { servicesOf, unclaimedOn } from '../../../controllers/runtime/unclaimed.ts'

/** What people are told of tasks of these stacks that this home knows nothing of: they stay, with what they use. */
export function leftToOthers({ ports }: Pick<Loops, 'ports'>, stacks: readonly string[]): readonly string[] {
  const left = ports.inventory
    .hosts()
    .flatMap((host) => unclaimedOn(host, ports).map((task) => ({ ...task, node: host.node })))
    .filter(({ service }) => stacks.includes(splitKey(service).namespace ?? ''))
  if (left.length === 0) return []
  const tasks = listNames(left.map(({ name, node }) => `${name} on ${node}`))
  return [
    `what else there is of ${listNames(stacks)} stays, with what it uses: ${tasks}, of ${servicesOf(left)}, of which this home knows nothing`,
  ]
}
