import { groupBy } from '../../../api/v1/language/group-by.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { type ResourceId, resourceIdOf } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { awaitedBy } from '../used-by.ts'

/** Notes about services that stay and refer to what is deleted: their tasks can't be started again without it. */
export function stillNamed({ store }: Pick<Core, 'store'>, going: readonly ResourceId[]): readonly string[] {
  const staying = [...store.list('Service').values()].filter(
    (service) => !isBeingDeleted(service) && !going.includes(resourceIdOf(service)),
  )
  const naming = staying.flatMap((service) =>
    [...new Set(awaitedBy(service))]
      .filter((id) => going.includes(id))
      .map((id) => ({ id, by: resourceIdOf(service) })),
  )
  return [...groupBy(naming, ({ id }) => id)].map(([id, found]) => {
    const names = listNames(found.map(({ by }) => by).sort())
    return `${id} is named by ${names} still: nothing of that starts anew before a file declares it again`
  })
}
