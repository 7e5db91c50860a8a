/** Lists names for a message: the first ones, and how many more of `count` there are. */
export function listNames(names: readonly string[], most = 3, count = names.length): string {
  const shown = names.slice(0, most)
  const more = count - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}
