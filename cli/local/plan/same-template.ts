import type { V1Service } from '../../../api/v1/generated/types.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { Store } from '../../../store/objects/store.ts'

/** Whether a service keeps its template: a new one has a revision, whose containers are made anew. */
export function isSameTemplate({ metadata, spec }: V1Service, declared: Store): boolean {
  return stableJson(declared.get('Service', keyOf({ metadata }))?.spec.template) === stableJson(spec.template)
}
