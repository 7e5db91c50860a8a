/** What a token may do, each all of those before it as well. */
export const roles = ['view', 'edit', 'admin'] as const

export type Role = (typeof roles)[number]

/** Whether a word names a role. */
export function isRole(word: unknown): word is Role {
  return roles.some((role) => role === word)
}

/** Whether one role has all rights of another. */
export function covers(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed)
}
