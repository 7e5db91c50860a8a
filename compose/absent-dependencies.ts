import { didYouMean } from '../api/v1/validation/nearest.ts'
import type { Context } from './context.ts'
import type { ServiceDraft } from './service-draft.ts'

/** Names looked through for a suggestion. */
const MOST_NAMES = 200

/**
 * Warns of what services need not have (`required: false`) and no service is, with a profile or without: right where another file brings it
 * at times, and where `docker compose config` printed the file; a mistyped name else, for which nothing would ever wait.
 */
export function tellAbsent(services: readonly ServiceDraft[], all: readonly ServiceDraft[], context: Context): void {
  const names = new Set(all.map(({ name }) => name))
  for (const { dependencies } of services) {
    for (const { value, node } of dependencies) {
      if (value.required !== false || names.has(value.service)) continue
      const meant = didYouMean(value.service, [...names].slice(0, MOST_NAMES))
      context.warn(node, `waits for nothing: no service is named ${value.service}${meant}`)
    }
  }
}
