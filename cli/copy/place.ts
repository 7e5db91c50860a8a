import { posix } from 'node:path'
import { usageError } from '../usage.ts'

/** One side of a copy. */
export type Place = LocalPlace | TaskPlace | { readonly kind: 'stream' }

export interface LocalPlace {
  readonly kind: 'local'
  /** The path as given. */
  readonly path: string
}

export interface TaskPlace {
  readonly kind: 'task'
  /** The service or task as given. */
  readonly name: string
  /** Absolute; a trailing slash or `/.` is kept. */
  readonly path: string
}

/** Parses one side as docker cp does: `NAME:PATH`, `-`, or a local path. A local path with a colon must begin with `./` or `/`. */
export function parsePlace(word: string): Place {
  if (word === '-') return { kind: 'stream' }
  const colon = word.indexOf(':')
  if (word === '') throw usageError('a path is empty', 'write TASK:PATH, a local path, or - for a tar')
  if (colon < 0 || word.startsWith('/') || word.startsWith('.')) return { kind: 'local', path: word }
  const [name, path] = [word.slice(0, colon), word.slice(colon + 1)]
  if (name === '' || path === '')
    throw usageError(`${word}: not TASK:PATH`, 'write one as web:/etc/hosts, and a local path with a colon as ./a:b')
  return { kind: 'task', name, path: absoluteIn(path) }
}

/** Relative paths in a container start at its root. */
function absoluteIn(path: string): string {
  const joined = posix.join('/', path)
  // Joining drops a trailing `/.`, which means the contents of a directory.
  return /(^|\/)\.$/.test(path) ? posix.join(joined, '/').concat('.') : joined
}

/** Whether a path's end says that it is a directory, and whether only its contents are meant. */
export function endOf(path: string): { readonly asDirectory: boolean; readonly contentsOnly: boolean } {
  const contentsOnly = /(^|\/)\.$/.test(path)
  return { asDirectory: contentsOnly || path.endsWith('/'), contentsOnly }
}

/** The path without a trailing `/` or `/.`. */
export function bare(path: string): string {
  return path.replace(/(?<=.)(\/\.?)+$/, '').replace(/^$/, '/')
}
