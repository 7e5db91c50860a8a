import { listNames } from '../../api/v1/list-names.ts'
import { conditionTypes, nodeReasons } from '../../api/v1/reasons.ts'
import { nameOf } from '../../engine/container/name.ts'
import type { HostContainer } from '../../engine/inventory.ts'
import type { Key } from '../../store/objects/store.ts'
import type { Said } from './plan.ts'

/** What a node says of the tasks on it that this home knows nothing of; `of` tells the service of one. undefined where there are none. Pure. */
export function unclaimedTasks(
  containers: Iterable<HostContainer>,
  of: (container: HostContainer) => Key | undefined,
): Said | undefined {
  const [names, services] = [[] as string[], new Set<string>()]
  for (const container of containers) {
    const service = of(container)
    if (service === undefined) continue
    names.push(nameOf(container))
    services.add(`Service/${service}`)
  }
  if (names.length === 0) return undefined
  return {
    type: conditionTypes.unclaimedTasks,
    status: 'True',
    reason: nodeReasons.servicesUnknown,
    message: `there is ${listNames(names.sort())} of ${listNames([...services].sort())}, on which this home has never worked: another home (RECONCILE_HOME) applied it, or the state was lost; \`reconcile apply\` of its files takes it over`,
  }
}
