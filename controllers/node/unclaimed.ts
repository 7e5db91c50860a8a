import { labels } from '../../api/v1/labels.ts'
import { listNames } from '../../api/v1/list-names.ts'
import { keyFor } from '../../api/v1/names.ts'
import { conditionTypes, nodeReasons } from '../../api/v1/reasons.ts'
import { nameOf } from '../../engine/container/name.ts'
import type { HostContainer } from '../../engine/inventory.ts'
import type { StringMap } from '../../engine/types/string-map.ts'
import type { Key } from '../../store/objects/store.ts'
import type { Said } from './plan.ts'

/** Whose containers are, in an installation. */
export interface Claims {
  readonly installation: string
  /** Whether this home has a service or a task of it. */
  readonly knows: (service: Key) => boolean
}

/** The key of the Service that a container of this installation is a task of, where this home knows nothing of it. Pure. */
export function unclaimedService(own: Readonly<StringMap>, { installation, knows }: Claims): Key | undefined {
  const { [labels.installation]: maker, [labels.kind]: kind, [labels.stack]: stack, [labels.name]: name } = own
  if (maker !== installation || kind !== 'Service' || name === undefined) return undefined
  const service = keyFor(stack, name)
  return knows(service) ? undefined : service
}

/** What a node says of the tasks on it that another home applied, or whose state was lost; undefined where there are none. Pure. */
export function unclaimedTasks(containers: Iterable<HostContainer>, claims: Claims): Said | undefined {
  const [names, services] = [[] as string[], new Set<string>()]
  for (const container of containers) {
    const service = unclaimedService(container.Config.Labels ?? {}, claims)
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
