import type { V1Task } from '../../../api/v1/generated/types.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { keyFor, serviceKeyOf } from '../../../api/v1/names.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import type { Ports } from '../../runtime/ports.ts'
import { restartOf } from '../../service/restart.ts'
import { isReady } from '../../service/slots.ts'
import { saysRolledOut } from '../../service/under-way.ts'
import { ourTime } from '../plan/engine-time.ts'
import type { Need } from '../view.ts'
import { familiarNameOf, joinedBy } from './joined.ts'

/**
 * Why a running container is to be restarted for another's sake. Compose's `restart: true` means that a dependency was replaced, not that
 * it crashed. A shared namespace is empty after any restart of its owner. Or its sources have changed, in development.
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

/** Whether the rollout of a service is over and no restart was asked for. */
function isRolledOut(key: string, store: Ports['store']): boolean {
  return saysRolledOut(store.get('Service', key)) && restartOf(store, key) === undefined
}

/**
 * Whether a task was made before a rollout ended. Later ones replaced nothing: they are replicas that `scale` added, or stand in for a task
 * of a lost node.
 */
function isOfRollout({ metadata }: V1Task, finishedAt = ''): boolean {
  return !(Date.parse(metadata.creationTimestamp ?? '') > Date.parse(finishedAt))
}

/** Whether a task was created and started after a time by our clock. An adopted one is new only to us. */
function isNewer({ metadata, spec, status }: V1Task, startedAt: number, { inventory }: Ports): boolean {
  const isAdopted = metadata.annotations?.[annotations.adopted] !== undefined
  if (isAdopted || !(Date.parse(metadata.creationTimestamp ?? '') > startedAt)) return false
  return ourTime(status?.startedAt, inventory.host(spec.node ?? '')) > startedAt
}

/** The owner of a shared namespace that started after a container, whoever made it: by its service if it is ours. */
function restartedNamespace({ spec }: V1Task, container: HostContainer, { inventory }: Ports): string | undefined {
  const { StartedAt: startedAt = '' } = container.State
  const owner = joinedBy(container, spec.node ?? '', { inventory }).find(
    ({ State }) => State.Status === 'running' && after(State.StartedAt, startedAt),
  )
  return familiarNameOf(owner)
}

function after(time: string | undefined, other: string): boolean {
  return time !== undefined && Date.parse(time) > Date.parse(other)
}
