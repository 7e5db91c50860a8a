import type { V1Service } from '../../../api/v1/generated/types.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { sharedServices } from '../../../api/v1/template-refs.ts'
import { awaitedBy } from '../../../controllers/service/dependencies.ts'
import { type ResourceId, resourceIdOf } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { heldBy } from '../used-by.ts'

/** Notes about services that stay and refer to what is deleted: their tasks can't be started again without it. */
export function stillNamed({ store }: Pick<Core, 'store'>, going: readonly ResourceId[]): readonly string[] {
  const staying = [...store.list('Service').values()].filter(
    (service) => !isBeingDeleted(service) && !going.includes(resourceIdOf(service)),
  )
  const naming = staying.flatMap((service) =>
    [...new Set(neededBy(service, store))]
      .filter((id) => going.includes(id))
      .map((id) => ({ id, by: resourceIdOf(service) })),
  )
  return [...groupBy(naming, ({ id }) => id)].map(([id, found]) => {
    const names = listNames(found.map(({ by }) => by).sort())
    return `${id} is named by ${names} still: nothing of that starts anew before a file declares it again`
  })
}

/** What its tasks are not started without: what they hold, what they share with others, and what they wait for. */
function neededBy(service: V1Service, store: Core['store']): readonly ResourceId[] {
  const { metadata, spec } = service
  const key = (name: string) => keyFor(metadata.namespace, name)
  const dependsOn = awaitedBy(service, (name) => store.get('Service', key(name)))
  const required = dependsOn.filter((dependency) => dependency.required !== false)
  const services = [...required.map((dependency) => dependency.service), ...sharedServices(spec.template)]
  return [...heldBy(service), ...services.map((name): ResourceId => `Service/${key(name)}`)]
}
