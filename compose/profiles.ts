import type { ServiceDraft } from './service-draft.ts'

/** Parses a comma-separated list of profiles, as in COMPOSE_PROFILES. */
export function profilesIn(list = ''): string[] {
  return list.split(',').map((profile) => profile.trim())
}

/** What makes services active. */
export interface Activity {
  /** The active profiles; `*` is all. */
  readonly active: readonly string[]
  /** The services that a command names: the profiles of those that would be inactive become active too. */
  readonly named: readonly string[]
}

/** Returns the predicate for whether a service is active: it has no profiles, or one of them is active. */
export function enabledIn(
  services: readonly ServiceDraft[],
  { active, named }: Activity,
): (service: ServiceDraft) => boolean {
  const given = activeIn(new Set(active))
  const left = services.filter((service) => named.includes(service.name) && !given(service))
  return activeIn(new Set([...active, ...left.flatMap(({ profiles }) => profiles)]))
}

function activeIn(active: ReadonlySet<string>): (service: ServiceDraft) => boolean {
  return ({ profiles }) => profiles.length === 0 || active.has('*') || profiles.some((profile) => active.has(profile))
}
