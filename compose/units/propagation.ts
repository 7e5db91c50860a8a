/** The propagation modes of bind mounts; Compose and our specs use the same words. */
export const propagations = {
  private: 'private',
  rprivate: 'rprivate',
  shared: 'shared',
  rshared: 'rshared',
  slave: 'slave',
  rslave: 'rslave',
} as const

/** The propagation mode that a word names; undefined for other words. */
export function propagationOf(word: string): (typeof propagations)[keyof typeof propagations] | undefined {
  return Object.values(propagations).find((mode) => mode === word)
}
