import type { V1Task } from '../api/v1/generated/types.ts'
import { serviceKeyOf } from '../api/v1/names.ts'
import { isRetiring } from '../api/v1/task-phase.ts'
import type { Ports } from '../controllers/runtime/ports.ts'
import type { World } from './world.ts'

/**
 * Lets end, as assumed, what ran when the hosts were seen and is there to end, and returns whether any did. Called once the loops are
 * quiet: nothing is left then but what an apply waits for too, so that what they stop before is stopped in the plan as well. Only of
 * rollouts under way: of one that failed, an apply waits for no further attempt.
 */
export function endRunningJobs({ hosts }: World, { store, concerns = () => true }: Ports): boolean {
  const waitedFor = [...store.list('Task').values()].filter((task) => {
    const key = serviceKeyOf(task)
    const { rollout } = store.get('Service', key)?.status ?? {}
    const isUnderWay = rollout?.state === 'Progressing' && rollout.revision === task.spec.revision
    return isUnderWay && !isRetiring(task) && concerns(key, 'Service')
  })
  return waitedFor.filter((task) => endsIn(hosts, task)).length > 0
}

function endsIn(hosts: World['hosts'], { spec: { node = '' }, status = {} }: V1Task): boolean {
  const host = hosts.get(node)
  const { id, state, process } = host?.state.containers.get(status.containerID ?? '') ?? {}
  if (!host || id === undefined || state !== 'running' || process?.behaviour.exitsAfterMs === undefined) return false
  host.byHand.exit(id, process.behaviour.exitCode)
  return true
}
