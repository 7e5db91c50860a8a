import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { replicaOf } from './replica.ts'
import { MONITOR_MS, strategyOf } from './strategy.ts'

/** From when a task has shown that it does well, ms since the epoch: as in an update, and for a while where nothing tells of a crash. */
export function provenAt(task: V1Task, service: V1Service): number {
  const { readySince = Number.POSITIVE_INFINITY } = replicaOf(task)
  return readySince + Math.max(strategyOf(service, false).monitorMs, MONITOR_MS)
}
