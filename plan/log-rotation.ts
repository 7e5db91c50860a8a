import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import { isWithRotation } from '../engine/container/log-rotation.ts'
import type { Store } from '../store/objects/store.ts'

/** The note, at most once per plan, that containers get a default log driver which no manifest states. */
export function rotationSaid(
  calls: readonly PlannedCall[],
  serviceOf: ReadonlyMap<string, string>,
  store: Store,
): readonly string[] {
  const isOurs = ({ object, body }: PlannedCall) => {
    if (!isWithRotation(body)) return false
    const service = store.get('Service', serviceOf.get(object) ?? '')
    return service !== undefined && service.spec.template.logging === undefined
  }
  return calls.some(isOurs)
    ? [
        'logs go to the engine\'s driver "local", at most 5 files of 20 MB for each container, where no `logging` is stated: json-file, its default, keeps all (`logging: {driver: json-file}` asks for that)',
      ]
    : []
}
