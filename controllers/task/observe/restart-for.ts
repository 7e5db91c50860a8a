import type { V1Task } from '../../../api/v1/generated/types.ts'
import { labels } from '../../../api/v1/labels.ts'
import { keyFor, serviceKeyOf } from '../../../api/v1/names.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { nameOf } from '../../../engine/container/name.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import { adoptionOf } from '../../adoption/records.ts'
import type { Ports } from '../../runtime/ports.ts'
import { restartOf } from '../../service/restart.ts'
import { isReady } from '../../service/slots.ts'
import { saysRolledOut } from '../../service/under-way.ts'
import { ourTime } from '../plan/engine-time.ts'
import type { Need } from '../view.ts'
import { joinedBy } from './joined.ts'

/**
 * Why a running container is to be restarted because of another. Compose's `restart: true` means a dependency that was
 * replaced, not one that crashed; a shared namespace is left empty by any restart of the container that it belongs to.
 * Or because its sources have changed, where that is asked for.
 */
export function restartFor(task: V1Task, container: HostContainer, ports: Ports): Need | undefined {
  const startedAt = container.State.StartedAt ?? ''
  if (ports.developing?.mustRestart({ id: container.Id, startedAt }))
    return { reason: taskReasons.restarting, message: 'its sources have changed' }
  const replaced = replacedDependency(task, ourTime(startedAt, ports.inventory.host(task.spec.node ?? '')), ports)
  if (replaced !== undefined)
    return { reason: taskReasons.restarting, message: `${replaced}, on which it depends, was replaced` }
  const shared = restartedNamespace(task, container, ports)
  return shared === undefined
    ? undefined
    : { reason: taskReasons.restarting, message: `${shared}, whose namespace it shares, started anew` }
}

function replacedDependency({ metadata, spec }: V1Task, startedAt: number, ports: Ports): string | undefined {
  const { store } = ports
  const service = store.get('Service', serviceKeyOf({ metadata, spec }))
  const following = (service?.spec.dependsOn ?? []).filter(({ restart }) => restart)
  return following
    .map((dependency) => dependency.service)
    .find((name) => {
      const key = keyFor(metadata.namespace, name)
      if (!isRolledOut(key, store)) return false
      const finishedAt = store.get('Service', key)?.status?.rollout?.finishedAt
      return [...store.by('Task', 'service', key).values()].some(
        (other) => isReady(other) && isOfRollout(other, finishedAt) && isNewer(other, startedAt, ports),
      )
    })
}

/** Whether a service has all that was asked of it. */
function isRolledOut(key: string, store: Ports['store']): boolean {
  return saysRolledOut(store.get('Service', key)) && restartOf(store, key) === undefined
}

/** What comes when a rollout is over was not replaced by it: replicas that `scale` adds, or what stands in for a task of a lost node. */
function isOfRollout({ metadata }: V1Task, finishedAt = ''): boolean {
  return !(Date.parse(metadata.creationTimestamp ?? '') > Date.parse(finishedAt))
}

/** A task that was made and started after, by our clock: its host has one of its own. One that was adopted is new to us alone. */
function isNewer({ metadata, spec, status }: V1Task, startedAt: number, { store, inventory }: Ports): boolean {
  const isAdopted = adoptionOf(store, 'Container', status?.containerID ?? '') !== undefined
  if (isAdopted || !(Date.parse(metadata.creationTimestamp ?? '') > startedAt)) return false
  return ourTime(status?.startedAt, inventory.host(spec.node ?? '')) > startedAt
}

/** Who started after a container that shares a namespace of it, whoever's it is: by its service where it is one of ours. */
function restartedNamespace({ spec }: V1Task, container: HostContainer, { inventory }: Ports): string | undefined {
  const { StartedAt: startedAt = '' } = container.State
  const owner = joinedBy(container, spec.node ?? '', { inventory }).find(
    ({ State }) => State.Status === 'running' && after(State.StartedAt, startedAt),
  )
  return owner && (owner.Config.Labels?.[labels.name] ?? nameOf(owner))
}

function after(time: string | undefined, other: string): boolean {
  return time !== undefined && Date.parse(time) > Date.parse(other)
}
