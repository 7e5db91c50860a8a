import type { V1Service } from '../../api/v1/generated/types.ts'
import { keyFor } from '../../api/v1/names.ts'
import { referencesOf } from '../../api/v1/references.ts'
import { networksOf } from '../../api/v1/template-refs.ts'
import type { ResourceId } from '../../store/source/reading/reading.ts'

/** The ids of what a service uses or depends on, existing or not. */
export function usedBy(service: V1Service): readonly ResourceId[] {
  const { namespace } = service.metadata
  const id = (kind: string, name: string): ResourceId => `${kind}/${keyFor(namespace, name)}`
  return [
    ...referencesOf(service).map(({ kind, name }) => id(kind, name)),
    ...networksOf(service.spec.template).map((name) => id('Network', name)),
    ...(service.spec.dependsOn ?? []).map((dependency) => id('Service', dependency.service)),
  ]
}

/** Of these, what its tasks hold, so that it can't be deleted while they run; services do not count. */
export function heldBy(service: V1Service): readonly ResourceId[] {
  return usedBy(service).filter((id) => !id.startsWith('Service/'))
}
