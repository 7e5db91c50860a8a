import { join, normalize, resolve } from 'node:path/posix'
import type { Context } from './context.ts'
import { asWritten } from './interpolation/interpolate-tree.ts'

/** The directory that relative paths are resolved against, and the variables, for HOME. */
export type Directory = Pick<Context, 'baseDirectory' | 'variable'>

/**
 * Resolves a path of a Compose file against its directory, or against HOME where it begins with ~, which stays where variables do. Windows
 * paths stay as they are.
 */
export function absolutePath(path: string, { baseDirectory, variable }: Directory): string {
  if (/^([a-z]:[\\/]|\\\\)/i.test(path)) return path
  const isInHome = /^~(?=\/|$)/.test(path)
  if (isInHome && variable === asWritten) return path
  const home = isInHome ? variable('HOME') : undefined
  return home === undefined ? resolve(baseDirectory, path) : resolve(join(home, path.slice(1)))
}

/** A build context: an absolute directory; a URL or `service:NAME` stays as written. */
export function contextPath(context: string, from: Directory): string {
  return isAddress(context) || context.startsWith('service:') ? context : absolutePath(context, from)
}

/** Resolves the path in `ID=PATH` of an SSH key or agent socket; an ID alone stays as it is. */
export function sshPath(text: string, from: Directory): string {
  return text.replace(/=([^]+)$/, (_, path: string) => `=${absolutePath(path, from)}`)
}

/** Whether a build context is a remote address rather than a path. */
export function isAddress(text: string): boolean {
  return /^([a-z][a-z0-9+.-]*:\/\/|github\.com\/|git@)/.test(text)
}

/** Normalises a path in a container: `/a//b/../c/` becomes `/a/c`. */
export function containerPath(path: string): string {
  const plain = normalize(path)
  return plain.length > 1 && plain.endsWith('/') ? plain.slice(0, -1) : plain
}
