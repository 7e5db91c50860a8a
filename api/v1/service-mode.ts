import type { V1ServiceSpec } from './generated/types.ts'

type Spec = Pick<V1ServiceSpec, 'mode'>

/** Whether a service runs once per node. */
export function isGlobal({ mode }: Spec): boolean {
  return mode === 'Global' || mode === 'GlobalJob'
}

/** Whether a service is a job, whose tasks run to completion. */
export function isJob({ mode }: Spec): boolean {
  return mode === 'ReplicatedJob' || mode === 'GlobalJob'
}
