import { join, normalize, resolve } from 'node:path/posix'
import type { Context } from './context.ts'

/** A path as written in a Compose file, absolute: from its directory, or from HOME where it begins with ~. */
export function absolutePath(
  path: string,
  { baseDirectory, variable }: Pick<Context, 'baseDirectory' | 'variable'>,
): string {
  if (/^([a-z]:[\\/]|\\\\)/i.test(path)) return path
  const home = /^~(?=\/|$)/.test(path) ? variable('HOME') : undefined
  return home === undefined ? resolve(baseDirectory, path) : resolve(join(home, path.slice(1)))
}

/** A build context: a directory, absolute, or an address as written. */
export function contextPath(context: string, from: Pick<Context, 'baseDirectory' | 'variable'>): string {
  const isAddress = /^([a-z][a-z0-9+.-]*:\/\/|github\.com\/|git@|service:)/.test(context)
  return isAddress ? context : absolutePath(context, from)
}

/** A path in a container, without what leads nowhere: `/a//b/../c/` is `/a/c`. */
export function containerPath(path: string): string {
  const plain = normalize(path)
  return plain.length > 1 && plain.endsWith('/') ? plain.slice(0, -1) : plain
}
