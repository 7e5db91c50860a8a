import type { V1Service } from '../../api/v1/generated/types.ts'
import { keyFor } from '../../api/v1/names.ts'
import { referencesOf } from '../../api/v1/references.ts'
import { networksOf } from '../../api/v1/template-refs.ts'
import type { ResourceId } from '../../store/source/reading/reading.ts'

/** What a service uses or depends on, whether it is there or not. */
export function usedBy(service: V1Service): readonly ResourceId[] {
  const { namespace } = service.metadata
  const id = (kind: string, name: string): ResourceId => `${kind}/${keyFor(namespace, name)}`
  return [
    ...referencesOf(service).map(({ kind, name }) => id(kind, name)),
    ...networksOf(service.spec.template).map((name) => id('Network', name)),
    ...(service.spec.dependsOn ?? []).map((dependency) => id('Service', dependency.service)),
  ]
}

/** What of that its tasks hold on to: it can't go while they run. A service that they name can. */
export function heldBy(service: V1Service): readonly ResourceId[] {
  return usedBy(service).filter((id) => !id.startsWith('Service/'))
}
