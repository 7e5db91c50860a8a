/** How mounts made below a bind travel between host and container: Compose's words, which are the spec's. */
export const propagations = {
  private: 'private',
  rprivate: 'rprivate',
  shared: 'shared',
  rshared: 'rshared',
  slave: 'slave',
  rslave: 'rslave',
} as const

/** The mode that a word means, if it means one. */
export function propagationOf(word: string): (typeof propagations)[keyof typeof propagations] | undefined {
  return Object.values(propagations).find((mode) => mode === word)
}
