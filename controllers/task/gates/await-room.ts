import type { V1Task } from '../../../api/v1/generated/types.ts'
import { holdReasons } from '../../../api/v1/reasons.ts'
import { shortOfSpace } from '../../../engine/disk-space.ts'
import type { Ports } from '../../runtime/ports.ts'
import { step, type TaskPlan } from '../step.ts'

/**
 * Holds back a pull or a build while its node's disk is almost full, as an engine without room fails its containers too. Tried again at
 * each heartbeat.
 */
export function awaitRoom(
  plan: TaskPlan,
  { spec }: V1Task,
  { inventory, settings }: Pick<Ports, 'inventory' | 'settings'>,
): TaskPlan {
  if (plan.step.do !== 'pull' && plan.step.do !== 'build') return plan
  const node = spec.node ?? ''
  const disk = inventory.host(node)?.info?.disk
  const short = disk && shortOfSpace(disk, settings.diskReserveRatio)
  if (short === undefined) return plan
  const image = (plan.step.do === 'pull' ? plan.step.mounted : undefined) ?? spec.template.image ?? 'its image'
  const message = `${node} is short of disk space for ${image}: ${short}; free some, and it goes on`
  const wait = { do: 'wait', afterMs: settings.heartbeatMs, periodic: true } as const
  return step(wait, plan.phase, { reason: holdReasons.diskPressure, message })
}
