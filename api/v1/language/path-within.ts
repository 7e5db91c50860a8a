/**
 * The relative path from a directory to a path in it; empty for the directory itself, undefined for a path elsewhere. Both must be absolute
 * and normalised.
 */
export function relativeTo(directory: string, path: string): string | undefined {
  if (path === directory) return ''
  const below = directory.endsWith('/') ? directory : `${directory}/`
  return path.startsWith(below) ? path.slice(below.length) : undefined
}

/** Whether a path is the directory itself or in it. */
export function isWithin(path: string, directory: string): boolean {
  return relativeTo(directory, path) !== undefined
}

/** The path and the directories that it is in, from the path upwards. It must be absolute and normalised. */
export function pathsTo(path: string): readonly string[] {
  const ends = [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index) || '/')
  return path === '/' ? [path] : [path, ...ends.reverse()]
}
