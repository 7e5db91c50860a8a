import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Service } from '../../api/v1/generated/types.ts'
import { conditionTypes, developReasons } from '../../api/v1/reasons.ts'
import type { Context } from '../context.ts'
import { running } from '../remote/running.ts'

/** Those whose tasks are brought what changes. Where their sources are refused, be it in part, they are not. */
export function servedIn(services: readonly V1Service[]): ReadonlySet<string> {
  const watched = services.filter(({ status }) => {
    const condition = getCondition(status?.conditions, conditionTypes.sourcesSynced)
    return condition !== undefined && condition.reason !== developReasons.refused
  })
  return new Set(watched.map(({ metadata }) => metadata.name))
}

/** The services of a stack whose sources a running `serve --develop` watches: nobody else is to bring their tasks the same. */
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
