import { lstatSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { errorCode } from '../../api/v1/language/caught-error.ts'
import type { Source } from '../../api/v1/installation/requests.ts'
import type { Context } from '../context.ts'
import { shellWord } from '../../api/v1/language/shell-word.ts'
import { usageError } from '../usage.ts'
import { withProjects } from './compose-files.ts'
import { findManifests } from './find-manifests.ts'
import { readFile, readInput, readPipe, sayingLate } from './read-source.ts'

/** How to read sources. */
export interface SourcesOptions {
  readonly mayBeEmpty?: boolean
  /** Directories to skip, absolute. */
  readonly except?: readonly string[]
  /** Whether the files are one Compose project, regardless of their names. */
  readonly isProject?: boolean
}

/**
 * Reads the texts of `-f FILE|DIR|-`; a directory is read recursively, sorted by path. A file that can't be read is included with the
 * reason, so that it is reported with the other errors.
 */
export async function readSources(
  paths: readonly string[],
  context: Context,
  { mayBeEmpty = false, except = [], isProject = false }: SourcesOptions = {},
): Promise<readonly Source[]> {
  refuseMissing(paths, context)
  const sources = new Map<string, Source>()
  for (const path of new Set(paths)) {
    const read = path === '-' ? [await readInput(context)] : await readPath(resolve(context.cwd, path), context, except)
    for (const source of read) sources.set(source.file, source)
  }
  const all = [...sources.values()]
  if (!mayBeEmpty && all.every(isPassedBy)) throw noManifest(paths, all)
  return together(all, isProject)
}

/** Whether the source is a link that is not followed. */
export function isPassedBy(source: Source): boolean {
  return 'unreadable' in source && source.unreadable.leads !== undefined
}

function together(sources: readonly Source[], isProject: boolean): readonly Source[] {
  if (isProject)
    return sources.map((source, index) => (index > 0 && 'text' in source ? { ...source, over: true } : source))
  const isFound = (source: Source) => 'text' in source && source.inDirectory === true
  return [...withProjects(sources.filter((source) => !isFound(source))), ...sources.filter(isFound)]
}

/** The directories among `-f FILE|DIR|-`, absolute. */
export function directoriesIn(paths: readonly string[], { cwd }: Context): readonly string[] {
  return paths
    .filter((path) => path !== '-')
    .map((path) => resolve(cwd, path))
    .filter((path) => statOf(path)?.isDirectory())
}

/** The error where nothing readable is named; lists links that are not followed, with the reason. */
export function noManifest(paths: readonly string[], passed: readonly Source[] = []) {
  const links = passed.flatMap((each) => ('unreadable' in each ? [`${each.file} ${each.unreadable.message}`] : []))
  return usageError(
    [`no manifest in ${paths.join(', ')}`, ...links].join('; '),
    'name files that end in .yaml, .yml or .json, or a directory with some',
  )
}

/** Throws a usage error for paths that do not exist. */
function refuseMissing(paths: readonly string[], { cwd, verb }: Context): void {
  const address = paths.find((path) => /^https?:\/\//.test(path))
  if (address !== undefined)
    throw usageError(
      `${address} is an address`,
      `read it first: \`curl -fsSL ${shellWord(address)} | reconcile ${verb ?? 'apply'} -f -\``,
    )
  const missing = paths.filter((path) => path !== '-' && isMissing(resolve(cwd, path)))
  if (missing.length === 0) return
  const files = missing.map((path) => resolve(cwd, path)).join(', ')
  throw usageError(`reading ${files}: there is no such file or directory`, 'check the path, and where you are')
}

function isMissing(path: string): boolean {
  try {
    lstatSync(path)
    return false
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes(errorCode(error))
  }
}

function statOf(path: string) {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

async function readPath(path: string, context: Context, except: readonly string[]): Promise<readonly Source[]> {
  const found = statOf(path)
  if (found?.isDirectory()) {
    const say = () => context.terminal.complain(`looking for manifests in ${path} and all below it`)
    return (await sayingLate(findManifests(path, except), say)).map((each) => {
      if ('unreadable' in each) return each
      const read = readFile(each.file)
      return 'text' in read ? { ...read, inDirectory: true } : read
    })
  }
  return [found?.isFIFO() ? await readPipe(path, context) : readFile(path)]
}
