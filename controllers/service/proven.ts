import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { replicaOf } from './replica.ts'
import { MONITOR_MS, strategyOf } from './strategy.ts'

/**
 * From when a stand-in or successor counts as proven, ms since the epoch: ready for the watched time of an update, but at least MONITOR_MS.
 */
export function provenAt(task: V1Task, service: V1Service): number {
  const { readySince = Number.POSITIVE_INFINITY } = replicaOf(task)
  return readySince + Math.max(strategyOf(service, false).monitorMs, MONITOR_MS)
}
