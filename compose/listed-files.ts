import { basename, dirname, resolve } from 'node:path/posix'
import { fileReason } from '../api/v1/file-reason.ts'
import { isWithin } from '../api/v1/language/path-within.ts'
import type { ManifestError, Place } from '../api/v1/provenance.ts'
import type { Lookup } from './interpolation/interpolate.ts'
import type { Beside } from './override.ts'
import { isMissing, type ProjectVariables, type ReadFile } from './project-variables.ts'

/** The files listed in COMPOSE_FILE, as written; undefined where it is not set, and empty where it is empty. */
export function filesListed(lookup: Lookup): readonly string[] | undefined {
  return lookup('COMPOSE_FILE')
    ?.split(lookup('COMPOSE_PATH_SEPARATOR') || ':')
    .filter(Boolean)
}

/** The remedy for an empty COMPOSE_FILE, which Compose refuses as well. */
export const NAME_FILES = 'name the Compose files there, or take it out'

/** The files of a directory's project, as listed in COMPOSE_FILE of its own env files. */
export interface Listing {
  readonly directory: string
  /** Absolute, in merge order; the project is read at the first one. */
  readonly files: readonly string[]
  /** Where COMPOSE_FILE is set. */
  readonly place: Place
}

/** The listing in a directory's env files, if any. The caller's own COMPOSE_FILE does not count, as it is about another directory. */
export function listingOf({ fromFiles, placeOf }: ProjectVariables, directory: string): Listing | undefined {
  const files = filesListed((name) => fromFiles.get(name))
  const place = placeOf('COMPOSE_FILE')
  return files && place && { directory, place, files: files.map((file) => resolve(directory, file)) }
}

/** The listing, and how its files are read. */
export interface ListedInput {
  readonly listing: Listing
  readonly readFile: ReadFile
  /** The directory that must contain all listed files; absent: they may be anywhere. */
  readonly root?: string | undefined
}

/**
 * The listed files to merge over one file of the directory: the rest of the list for the first one, none for any other. Where the list has
 * an error, nobody can tell projects and parts apart, so each file gets the error and keeps its last accepted version (S1).
 */
export function listedBeside(file: string, input: ListedInput): Beside & { readonly listed?: readonly string[] } {
  const { files } = input.listing
  const [first = '', ...rest] = files
  const filesRead = files.filter((each) => each !== file)
  const wrong = firstWrong(first, input)
  if (wrong !== undefined) return { over: [], errors: [errorOf(input, wrong)], filesRead }
  if (file !== first) return { over: [], errors: [], filesRead, listed: files }
  const read = rest.map((path) => ({ file: path, text: input.readFile(path) }))
  return {
    over: read.flatMap(({ file, text }) => (typeof text === 'string' ? [{ file, text }] : [])),
    errors: rest.flatMap((path) => wordsOf(path, input) ?? []).map((words) => errorOf(input, words)),
    filesRead,
    listed: files,
  }
}

function errorOf({ listing: { place } }: ListedInput, message: string): ManifestError {
  return { place, path: 'COMPOSE_FILE', message }
}

/** The error about the first file, if any. The project's directory, its name and its place all derive from that file. */
function firstWrong(first: string, input: ListedInput): string | undefined {
  const { directory } = input.listing
  if (first === '') return `is empty: ${NAME_FILES}`
  if (dirname(first) !== directory)
    return `begins with ${first}, so that the project is that of ${dirname(first)}: set COMPOSE_FILE in the .env there`
  if (!/^[^.].*\.(ya?ml|json)$/i.test(basename(first)))
    return `begins with ${first}, which is not read in a directory: let its name end in .yaml, .yml or .json, and begin with no dot`
  return wordsOf(first, input)
}

function wordsOf(file: string, { root, readFile }: ListedInput): string | undefined {
  if (root !== undefined && !isWithin(file, root))
    return `names ${file}, which is not in ${root}: put that file there, or take it out here`
  const text = readFile(file)
  if (typeof text === 'string') return undefined
  if (isMissing(text)) return `names ${file}, which is not there: make it, or take it out here`
  return `names ${file}, which can't be read: ${fileReason(text)}`
}
