import { readdirSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../../api/v1/caught-error.ts'
import { IN_PLACE, IRREGULAR } from '../../api/v1/file-reason.ts'
import { isInstallationError } from '../../api/v1/installation-error.ts'
import type { UnreadableSource } from '../../api/v1/requests.ts'
import { isManifestName, isSkippedName } from '../../store/source/file-names.ts'
import { usageError } from '../usage.ts'
import { unreadable, unreadableReason } from './unreadable.ts'

const MOST_FILES = 5_000
const MOST_DEPTH = 32

/** A file that may hold manifests, or what stands where one would and can't be read. */
export type Found = { readonly file: string } | UnreadableSource

/** What is in a directory and below, in the order of the names; `except` are passed over. */
export function findManifests(directory: string, except: ReadonlySet<string>): readonly Found[] {
  const found = walk(directory, { above: [], except })
  if (found.length > MOST_FILES)
    throw usageError(`${directory} has more than ${MOST_FILES} manifests`, 'name a smaller directory')
  return found
}

interface Step {
  /** The real paths of the directories that this one is in: a link back to one of them leads round in a circle. */
  readonly above: readonly string[]
  readonly except: ReadonlySet<string>
}

function walk(directory: string, { above, except }: Step): readonly Found[] {
  if (except.has(directory)) return []
  if (above.length > MOST_DEPTH)
    throw usageError(`${directory} is deeper than ${MOST_DEPTH} directories`, 'name the files themselves')
  try {
    const real = realpathSync(directory)
    if (above.includes(real)) return []
    const names = readdirSync(directory).filter((name) => !isSkippedName(name))
    return names.sort().flatMap((name) => look(join(directory, name), name, { above: [...above, real], except }))
  } catch (error) {
    if (isInstallationError(error)) throw error
    return [unreadable(directory, unreadableReason(error, directory))]
  }
}

/** Passed over, what a file declared before would count as gone (S1). */
function look(path: string, name: string, step: Step): readonly Found[] {
  const isManifest = isManifestName(name)
  try {
    const found = statSync(path)
    if (found.isDirectory()) return below(path, isManifest, step)
    if (!isManifest) return []
    return [found.isFile() ? { file: path } : unreadable(path, IRREGULAR)]
  } catch (error) {
    if (isInstallationError(error)) throw error
    const isNothing = !isManifest && ['ENOENT', 'ELOOP'].includes(errorCode(error))
    return isNothing ? [] : [unreadable(path, unreadableReason(error, path))]
  }
}

function below(path: string, isManifest: boolean, step: Step): readonly Found[] {
  const found = walk(path, step)
  return isManifest && found.length === 0 && !step.except.has(path) ? [unreadable(path, IN_PLACE)] : found
}
