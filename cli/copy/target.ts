import { posix } from 'node:path'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { bare, endOf } from './place.ts'

/** What is copied: its path as it was written, and whether it is a directory. */
export interface Copied {
  readonly path: string
  readonly isDirectory: boolean
}

/** Where it goes to: the path as it was written, and what is there. */
export interface Destination {
  readonly path: string
  readonly there: 'nothing' | 'directory' | 'file'
}

/** The directory that is unpacked in, which must be there, and the name that the copy has in it; none: what is in a directory goes straight in. */
export interface Target {
  readonly directory: string
  readonly name: string | undefined
}

/** Where a copy comes to lie, by the rules of docker cp (its documentation has them as a list); pure. */
export function targetOf(source: Copied, { path, there }: Destination): Target {
  const from = endOf(source.path)
  if (from.asDirectory && !source.isDirectory) throw refused(`${source.path} is no directory`)
  const base = posix.basename(bare(source.path))
  if (there === 'directory') return { directory: bare(path), name: from.contentsOnly || base === '' ? undefined : base }
  if (there === 'file' && source.isDirectory) throw refused(`a directory can't be copied over the file ${path}`)
  if (endOf(path).asDirectory && (there === 'file' || !source.isDirectory))
    throw refused(`there is no directory ${path}`)
  return { directory: posix.dirname(bare(path)), name: posix.basename(bare(path)) }
}

function refused(message: string): InstallationError {
  return new InstallationError(exits.failed, message, {
    remedy: 'name what is there; a slash at the end of a path says that it is a directory',
  })
}
