import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Service } from '../../api/v1/generated/types.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import type { Context } from '../context.ts'
import { running } from '../remote/running.ts'

/** The services whose sources serve watches, including those that it refuses, as it reports that itself. */
export function servedIn(services: readonly V1Service[]): ReadonlySet<string> {
  const watched = services.filter(({ status }) => getCondition(status?.conditions, conditionTypes.sourcesSynced))
  return new Set(watched.map(({ metadata }) => metadata.name))
}

/** The services of a stack whose sources a running `serve --develop` watches, so that no other process must sync them. */
export async function watchedByServe(context: Context, stack: string): Promise<ReadonlySet<string>> {
  const served = await running(context)
  if (!served) return new Set()
  try {
    const { items } = await served.list('Service', { stack })
    return servedIn(items as readonly V1Service[])
  } finally {
    await served.close()
  }
}
