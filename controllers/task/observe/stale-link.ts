import type { V1Task } from '../../../api/v1/generated/types.ts'
import { labels } from '../../../api/v1/labels.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { bridgeLink } from '../../../engine/container/links.ts'
import type { WantedContainer } from '../../../engine/container/want.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { DriftView } from '../view.ts'

/**
 * Drift of a link on the default bridge to a container that was replaced. The link keeps pointing to the old container, and its own
 * container can never start again. Only a new container is linked to the new one, and to those that came later. A running container waits
 * for the end of the other service's rollout, so that it is recreated only once.
 */
export function staleLink(
  task: V1Task,
  { container, wanted }: { readonly container: HostContainer; readonly wanted: WantedContainer | undefined },
  { inventory, store }: Ports,
): DriftView | undefined {
  const runs = container.State.Status === 'running'
  const named = (name: string) => inventory.containerNamed(task.spec.node ?? '', name)
  const found = namesIn(container.HostConfig.Links)
  const gone = runs ? undefined : found.find((name) => !named(name) && !mayBeThere(name, task))
  if (gone !== undefined) return stale(gone, isOfOthers(gone, task) ? 'is gone or does not run' : 'is gone')
  const newer = [...new Set([...found, ...namesIn(wanted?.body.HostConfig?.Links)])].find((name) => {
    const now = named(name)
    return now && isNewer(now, container) && !(runs && isUnderWay(now, task, store))
  })
  if (newer === undefined) return undefined
  return stale(newer, found.includes(newer) ? 'was replaced' : 'came after it', named(newer)?.Id)
}

/**
 * Whether a missing link target may exist: foreign containers are unknown to the inventory. It counts as gone once the engine refused a
 * start.
 */
function mayBeThere(name: string, task: V1Task): boolean {
  return task.status?.reason !== taskReasons.startFailed && isOfOthers(name, task)
}

function isOfOthers(name: string, { spec: { template } }: V1Task): boolean {
  return (template.externalLinks ?? []).some((link) => bridgeLink(link).to === name)
}

/** Whether more containers of a linked container's service are to be replaced. */
function isUnderWay({ Config }: HostContainer, { metadata }: V1Task, store: Ports['store']): boolean {
  const { [labels.stack]: stack, [labels.name]: service } = Config.Labels ?? {}
  const declared = stack === metadata.namespace ? store.get('Service', keyFor(stack, service ?? '')) : undefined
  return declared !== undefined && declared.status?.rollout?.state !== 'Completed'
}

const LINKS = 'HostConfig.Links'

function stale(name: string, what: string, id = name): DriftView {
  const message = `${name}, to which it is linked, ${what}`
  return { field: LINKS, fuse: `${LINKS} ${id}`, message, heal: { by: 'recreate' } }
}

function namesIn(links: readonly string[] | null | undefined): string[] {
  return (links ?? []).map((line) => bridgeLink(line).to)
}

function isNewer(one: HostContainer, other: HostContainer): boolean {
  return (one.Created ?? '') > (other.Created ?? '')
}
