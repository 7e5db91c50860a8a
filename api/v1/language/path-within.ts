/** What leads from a directory to a path in it; empty where it is that, undefined where it is elsewhere. Both are absolute and clean. */
export function relativeTo(directory: string, path: string): string | undefined {
  if (path === directory) return ''
  const below = directory.endsWith('/') ? directory : `${directory}/`
  return path.startsWith(below) ? path.slice(below.length) : undefined
}

/** Whether a path is a directory or in it. */
export function isWithin(path: string, directory: string): boolean {
  return relativeTo(directory, path) !== undefined
}
