/** The roles of tokens, in rising order: each includes the rights of those before it. */
export const roles = ['view', 'edit', 'admin'] as const

export type Role = (typeof roles)[number]

export function isRole(word: unknown): word is Role {
  return roles.some((role) => role === word)
}

/** Whether `role` includes all rights of `needed`. */
export function covers(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed)
}
