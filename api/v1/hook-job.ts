import type { V1Service } from './generated/types.ts'
import { composeLabels } from './labels.ts'
import { keyFor } from './names.ts'

/** The value of the label of a hook's container, as in Compose. */
export const PRE_START = 'pre_start'

/** The name of the job that a step of a service's `pre_start` becomes, counted from 1. */
export function hookJobName(service: string, step: number): string {
  return `${service}-pre-start-${step}`
}

/** The name of the service that a job is a `pre_start` step of; undefined for services that are no such job. */
export function hookOwner({ metadata, spec }: Pick<V1Service, 'metadata' | 'spec'>): string | undefined {
  if (spec.template.labels?.[composeLabels.hook] !== PRE_START) return undefined
  return /^(.+)-pre-start-\d+$/.exec(metadata.name)?.[1]
}

/** The key of the service that a job is a `pre_start` step of; undefined likewise. */
export function hookOwnerKey(service: Pick<V1Service, 'metadata' | 'spec'>): string | undefined {
  const owner = hookOwner(service)
  return owner === undefined ? undefined : keyFor(service.metadata.namespace, owner)
}

/** The named services together with their `pre_start` jobs, which are looked up in all services of the stack. */
export function withHookJobs(named: readonly V1Service[], all: Iterable<V1Service>): readonly V1Service[] {
  const names = new Set(named.map(({ metadata }) => metadata.name))
  const jobs = [...all].filter((service) => {
    const owner = hookOwner(service)
    return owner !== undefined && names.has(owner) && !names.has(service.metadata.name)
  })
  return [...named, ...jobs]
}
