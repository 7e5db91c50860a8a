import type { V1Service } from './generated/types.ts'
import { composeLabels } from './labels.ts'
import { keyFor } from './names.ts'

/** What the label of a hook's container says, as Compose has it. */
export const PRE_START = 'pre_start'

/** The name of the job that a step of a service's `pre_start` becomes, counted from 1. */
export function hookJobName(service: string, step: number): string {
  return `${service}-pre-start-${step}`
}

/** The service before whose tasks a job runs, as a step of its `pre_start`; undefined for any other service. */
export function hookOwner({ metadata, spec }: Pick<V1Service, 'metadata' | 'spec'>): string | undefined {
  if (spec.template.labels?.[composeLabels.hook] !== PRE_START) return undefined
  return /^(.+)-pre-start-\d+$/.exec(metadata.name)?.[1]
}

/** The key of that service. */
export function hookOwnerKey(service: Pick<V1Service, 'metadata' | 'spec'>): string | undefined {
  const owner = hookOwner(service)
  return owner === undefined ? undefined : keyFor(service.metadata.namespace, owner)
}

/** These services, and of each the jobs of its `pre_start` among all of its stack. */
export function withHookJobs(named: readonly V1Service[], all: Iterable<V1Service>): readonly V1Service[] {
  const names = new Set(named.map(({ metadata }) => metadata.name))
  const jobs = [...all].filter((service) => {
    const owner = hookOwner(service)
    return owner !== undefined && names.has(owner) && !names.has(service.metadata.name)
  })
  return [...named, ...jobs]
}
