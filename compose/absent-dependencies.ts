import { didYouMean } from '../api/v1/validation/nearest.ts'
import type { Context } from './context.ts'
import type { ServiceDraft } from './service-draft.ts'

/** The most names compared for a suggestion. */
const MOST_NAMES = 200

/**
 * Warns of each optional dependency (`required: false`) on a service that the project does not declare, active or not. It may be right, as
 * an optional file may declare the service, and `docker compose config` prints such files. Else the name is mistyped, and has no effect.
 * Where another file of the stack declares it, the warning does not hold.
 */
export function tellAbsent(services: readonly ServiceDraft[], all: readonly ServiceDraft[], context: Context): void {
  const names = new Set(all.map(({ name }) => name))
  for (const { dependencies } of services) {
    for (const { value, node } of dependencies) {
      if (value.required !== false || names.has(value.service)) continue
      const meant = didYouMean(value.service, [...names].slice(0, MOST_NAMES))
      context.warn(node, `waits for nothing: no service is named ${value.service}${meant}`, value.service)
    }
  }
}
