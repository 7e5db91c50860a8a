import type { V1Service } from '../../../api/v1/generated/types.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { builtTemplate } from '../../../controllers/service/target.ts'
import type { Store } from '../../../store/objects/store.ts'

/** Whether a service keeps its template, and what it builds: a new one has a revision, whose containers are made anew. */
export function isSameTemplate(service: V1Service, declared: Store): boolean {
  const after = declared.get('Service', keyOf(service))
  return after !== undefined && stableJson(builtTemplate(after)) === stableJson(builtTemplate(service))
}
