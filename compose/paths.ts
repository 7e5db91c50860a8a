import { join, normalize, resolve } from 'node:path/posix'
import type { Context } from './context.ts'

/** Where relative paths are taken from, and what says where HOME is. */
export type Directory = Pick<Context, 'baseDirectory' | 'variable'>

/** A path as written in a Compose file, absolute: from its directory, or from HOME where it begins with ~. */
export function absolutePath(path: string, { baseDirectory, variable }: Directory): string {
  if (/^([a-z]:[\\/]|\\\\)/i.test(path)) return path
  const home = /^~(?=\/|$)/.test(path) ? variable('HOME') : undefined
  return home === undefined ? resolve(baseDirectory, path) : resolve(join(home, path.slice(1)))
}

/** A build context: a directory, absolute, or an address as written. */
export function contextPath(context: string, from: Directory): string {
  return isAddress(context) || context.startsWith('service:') ? context : absolutePath(context, from)
}

/** `ID=PATH` of a key or an agent's socket, the path absolute; an ID alone stays. */
export function sshPath(text: string, from: Directory): string {
  return text.replace(/=([^]+)$/, (_, path: string) => `=${absolutePath(path, from)}`)
}

/** Whether what may be a path leads to another machine instead. */
export function isAddress(text: string): boolean {
  return /^([a-z][a-z0-9+.-]*:\/\/|github\.com\/|git@)/.test(text)
}

/** A path in a container, without what leads nowhere: `/a//b/../c/` is `/a/c`. */
export function containerPath(path: string): string {
  const plain = normalize(path)
  return plain.length > 1 && plain.endsWith('/') ? plain.slice(0, -1) : plain
}
