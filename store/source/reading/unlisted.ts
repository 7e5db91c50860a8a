import { basename, dirname, relative } from 'node:path'
import { isDefaultName } from '../../../compose/default-names.ts'
import { aboutFile } from '../../../api/v1/provenance.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import { isManifestName, isOverrideName, isSkippedName } from '../disk/file-names.ts'
import type { FileReading } from './reading.ts'

/**
 * Returns the reading with an error if COMPOSE_FILE, which named the files of its project, is not set any more and that makes a difference;
 * else undefined. The .env that set it may be truncated or gone, which does not mean that another project is wanted (S1). `before`: the
 * files that it named.
 */
export function unlisted(
  reading: FileReading,
  before: readonly string[],
  files: ReadonlyMap<string, FileReading>,
): FileReading | undefined {
  const { file, isProject, listed, parts = [], errors } = reading
  if (!isProject || listed || before[0] !== file) return undefined
  // COMPOSE_FILE is set but can't be followed, which has an error of its own.
  if (errors.some(({ path }) => path === 'COMPOSE_FILE')) return { ...reading, listed: before }
  const isThere = (each: string) => files.has(each) || !isLookedFor(each, dirname(file))
  const lost = before.filter((each) => each !== file && isThere(each) && !parts.includes(each))
  const more = parts.filter((each) => isOverrideName(basename(each)) && !before.includes(each))
  const rivals = [...files.keys()].filter((each) => each !== file && isRival(each, file) && !before.includes(each))
  if (lost.length + more.length + rivals.length === 0) return undefined
  const names = before.map((each) => basename(each)).join(', ')
  const message = `COMPOSE_FILE, which made one project of ${names} here, is not set in the .env beside it any more: set it again; where this file alone is meant, write COMPOSE_FILE=${basename(file)} there`
  const all = [...errors, aboutFile(file, message)]
  return { ...reading, manifests: [], reason: sourceReasons.invalid, errors: all, listed: before }
}

/** Whether reading the root would find this file if it existed; of any other file nobody knows whether it is gone. */
function isLookedFor(path: string, directory: string): boolean {
  const names = relative(directory, path)
    .split('/')
    .filter((name) => name !== '..')
  return isManifestName(basename(path)) && !names.some(isSkippedName)
}

/** Whether Compose could take a file for the project of the directory instead of the main one. */
function isRival(file: string, main: string): boolean {
  return isDefaultName(file) && dirname(file) === dirname(main)
}
