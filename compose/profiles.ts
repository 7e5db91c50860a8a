import type { ServiceDraft } from './service-draft.ts'

/** The names in a list of profiles as COMPOSE_PROFILES has it: `a, b`. */
export function profilesIn(list = ''): string[] {
  return list.split(',').map((profile) => profile.trim())
}

/** What makes services active. */
export interface Activity {
  /** The profiles that are; `*` is all. */
  readonly active: readonly string[]
  /** The services that a command names: the profiles of those that are left out are active too. */
  readonly named: readonly string[]
}

/** Whether a service is active, by its profiles. */
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
