import type { V1Service } from '../../../api/v1/generated/types.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { isBeingDeleted, namedOnCommandLine, refOf } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { sharedServices } from '../../../api/v1/template-refs.ts'
import { awaitedBy } from '../../../controllers/service/dependencies.ts'
import { type ResourceId, resourceIdOf } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { heldBy } from '../used-by.ts'

/** Notes about services that stay and need what is deleted: their tasks can't be started again without it, or stop with it. */
export function stillNamed({ store }: Pick<Core, 'store'>, going: readonly ResourceId[]): readonly string[] {
  const staying = [...store.list('Service').values()].filter(
    (service) => !isBeingDeleted(service) && !going.includes(resourceIdOf(service)),
  )
  const isGoing = (id: ResourceId) => going.includes(id)
  const bases = staying.map((service) => ({ service, base: basesOf(service).find(isGoing) }))
  const naming = bases.flatMap(({ service, base }) =>
    [...new Set([...heldBy(service), ...dependenciesOf(service, store)])]
      .filter((id) => id !== base && isGoing(id))
      .map((id) => ({ id, by: resourceIdOf(service) })),
  )
  const named = [...groupBy(naming, ({ id }) => id)].map(([id, found]) => {
    const names = listNames(found.map(({ by }) => by).sort())
    return `${id} is named by ${names} still: nothing of that starts anew before a file declares it again`
  })
  return [...named, ...bases.flatMap(({ service, base }) => (base ? [stops(service, base)] : []))]
}

function stops(service: V1Service, base: ResourceId): string {
  const name = namedOnCommandLine(refOf(service))
  return `${resourceIdOf(service)} stops until ${base}, on whose container it stands, is there again; to delete that too, \`reconcile delete ${name}\``
}

/** The services that its tasks wait for. */
function dependenciesOf(service: V1Service, store: Core['store']): readonly ResourceId[] {
  const find = (name: string) => store.get('Service', keyFor(service.metadata.namespace, name))
  const required = awaitedBy(service, find).filter((dependency) => dependency.required !== false)
  return required.map((dependency) => serviceIdIn(service, dependency.service))
}

/** The services whose namespaces or volumes its tasks share. */
function basesOf(service: V1Service): readonly ResourceId[] {
  return sharedServices(service.spec.template).map((name) => serviceIdIn(service, name))
}

function serviceIdIn({ metadata }: V1Service, name: string): ResourceId {
  return `Service/${keyFor(metadata.namespace, name)}`
}
