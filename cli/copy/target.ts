import { posix } from 'node:path'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { bare, endOf } from './place.ts'

/** The source: its path as given, and whether it is a directory. */
export interface Copied {
  readonly path: string
  readonly isDirectory: boolean
}

/** The destination: its path as given, and what exists there. */
export interface Destination {
  readonly path: string
  readonly there: 'nothing' | 'directory' | 'file'
}

/** The existing directory to unpack into, and the name of the copy in it; undefined for the contents of a directory. */
export interface Target {
  readonly directory: string
  readonly name: string | undefined
}

/** The target of a copy, by the rules listed in docker cp's documentation. Pure. */
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
