import { listNames } from '../../api/v1/list-names.ts'
import { splitKey } from '../../api/v1/names.ts'
import type { Installation as Loops } from '../../controllers/installation.ts'
import { unclaimedService } from '../../controllers/runtime/unclaimed.ts'
import { nameOf } from '../../engine/container/name.ts'

/** What people are told of tasks of these stacks that this home knows nothing of: they stay, with what they use. */
export function leftToOthers({ ports }: Pick<Loops, 'ports'>, stacks: readonly string[]): readonly string[] {
  const [left, services] = [[] as string[], new Set<string>()]
  for (const { node, containers } of ports.inventory.hosts())
    for (const container of containers.values()) {
      const service = unclaimedService({ node, labels: container.Config.Labels }, ports)
      if (service === undefined || !stacks.includes(splitKey(service).namespace ?? '')) continue
      left.push(`${nameOf(container)} on ${node}`)
      services.add(`Service/${service}`)
    }
  if (left.length === 0) return []
  const whose = listNames([...services].sort())
  return [
    `what else there is of ${listNames(stacks)} stays, with the networks that it is in: ${listNames(left.sort())}, of ${whose}, on which this home has never worked`,
  ]
}
