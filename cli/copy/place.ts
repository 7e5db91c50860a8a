import { posix } from 'node:path'
import { usageError } from '../usage.ts'

/** One side of a copy. */
export type Place = LocalPlace | TaskPlace | { readonly kind: 'stream' }

export interface LocalPlace {
  readonly kind: 'local'
  /** As it was written. */
  readonly path: string
}

export interface TaskPlace {
  readonly kind: 'task'
  /** A service or task, as it was written. */
  readonly name: string
  /** Absolute; a slash or `/.` at its end is kept. */
  readonly path: string
}

/** Reads one side as docker cp does: `NAME:PATH`, `-`, or a local path; one with a colon in it begins with `./` or `/`. */
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

/** Paths of containers begin at their root. */
function absoluteIn(path: string): string {
  const joined = posix.join('/', path)
  // What joining takes away has a meaning here: the contents of a directory.
  return /(^|\/)\.$/.test(path) ? posix.join(joined, '/').concat('.') : joined
}

/** Whether a path says that it is of a directory, and whether of what is in it alone. */
export function endOf(path: string): { readonly asDirectory: boolean; readonly contentsOnly: boolean } {
  const contentsOnly = /(^|\/)\.$/.test(path)
  return { asDirectory: contentsOnly || path.endsWith('/'), contentsOnly }
}

/** A path without what its end says. */
export function bare(path: string): string {
  return path.replace(/(?<=.)(\/\.?)+$/, '').replace(/^$/, '/')
}
