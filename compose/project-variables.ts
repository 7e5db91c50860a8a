import { basename, resolve } from 'node:path/posix'
import { errorCode } from '../api/v1/language/caught-error.ts'
import { charactersOf } from '../api/v1/language/characters.ts'
import { fileReason, MOST_FILE_BYTES } from '../api/v1/file-reason.ts'
import type { ManifestError, Place } from '../api/v1/provenance.ts'
import type { EnvFile, EnvNote } from './env-file.ts'
import { mostVariables, parseEnvFile } from './env-file.ts'
import type { Lookup } from './interpolation/interpolate.ts'

/** Reads a text file by its absolute path. Returns an Error where it can't be read, with the `code` ENOENT when it does not exist. */
export type ReadFile = (path: string) => string | Error

/** The sources of a project's variables. */
export interface VariableSources {
  readonly baseDirectory: string
  readonly readFile: ReadFile
  /** The caller's own variables: they win over the files. */
  readonly environment: Lookup
  /** Files to read instead of the project's own `.env`; absolute, or relative to the directory. */
  readonly listed?: readonly string[]
  /** Whether `listed` are only defaults, which nobody named: then they may be missing. */
  readonly mayBeMissing?: boolean
  /**
   * Adds the size of a file, each time that it is read, to the caller's total. Returns false where that is exceeded, which the caller
   * reports. Absent: more than 5 MB or 100,000 variables in all the files is an error (S12).
   */
  readonly fits?: (more: VariablesSize) => boolean
}

/** The size of variables: the characters of their file, or of their values where that is more, and how many there are. */
export interface VariablesSize {
  readonly characters: number
  readonly values: number
}

/** The variables that a Compose file in a directory is interpolated with. */
export interface ProjectVariables {
  readonly lookup: Lookup
  /** The variables of the files only, without the environment. */
  readonly fromFiles: ReadonlyMap<string, string>
  /** Where a file sets a variable; undefined where none does. */
  readonly placeOf: (name: string) => Place | undefined
  readonly errors: readonly ManifestError[]
  /** Warnings of unset variables without a default in the values of the files. */
  readonly warnings: readonly ManifestError[]
  readonly filesRead: readonly string[]
}

/** Reads `.env` of the directory, or the files in COMPOSE_ENV_FILES (a later one wins); the environment wins over all of them. */
export function projectVariables(sources: VariableSources): ProjectVariables {
  const { baseDirectory, readFile, environment } = sources
  const { paths, mayBeMissing, wrong } = filesOf(sources)
  const fromFiles = new Map<string, string>()
  const places = new Map<string, Place>()
  const lookup: Lookup = (name) => environment(name) ?? fromFiles.get(name)
  const errors: ManifestError[] =
    wrong === undefined ? [] : [noteOf(resolve(baseDirectory, '.env'), { ...top, message: wrong })]
  const warnings: ManifestError[] = []
  const filesRead = paths.map((path) => resolve(baseDirectory, path.trim()))
  const fits = sources.fits ?? createTotal()
  for (const file of filesRead) {
    const text = readFile(file)
    if (typeof text !== 'string') {
      if (!mayBeMissing || !isPassedOver(file, text)) errors.push(noteOf(file, { ...top, message: unread(text) }))
      continue
    }
    const parsed = parseFitting(text, { environment, earlier: (name) => fromFiles.get(name), fits })
    if (!parsed) {
      if (!sources.fits) errors.push(noteOf(file, { ...top, message: tooMuch }))
      break
    }
    for (const { name, value, line, column } of parsed.entries) {
      if (value === undefined) continue
      fromFiles.set(name, value)
      places.set(name, { file, line, column, origin: 'literal' })
    }
    errors.push(...parsed.errors.map((note) => noteOf(file, note)))
    warnings.push(...parsed.warnings.map((note) => noteOf(file, note)))
  }
  return { lookup, fromFiles, placeOf: (name) => places.get(name), errors, warnings, filesRead }
}

const top = { line: 1, column: 1 }

function unread(error: Error): string {
  return isMissing(error)
    ? 'is not there: make it, or take it out of the files of variables (env_file, --env-file, COMPOSE_ENV_FILES)'
    : `can't be read: ${fileReason(error)}`
}

interface Fitting {
  readonly environment: Lookup
  readonly earlier: Lookup
  readonly fits: (more: VariablesSize) => boolean
}

/** Parses a file, whose text counts before and whose variables count afterwards. Returns undefined where that is too much. */
function parseFitting(text: string, { environment, earlier, fits }: Fitting): EnvFile | undefined {
  if (!fits({ characters: text.length, values: 0 })) return undefined
  const parsed = parseEnvFile(text, environment, earlier)
  const grown = Math.max(0, charactersOf(parsed.entries.map(({ value }) => value)) - text.length)
  return fits({ characters: grown, values: parsed.entries.length }) ? parsed : undefined
}

/** Counts the files that no other total contains. */
function createTotal(): Fitting['fits'] {
  const total = { characters: 0, values: 0 }
  return ({ characters, values }) => {
    total.characters += characters
    total.values += values
    return total.characters <= MOST_FILE_BYTES && total.values <= mostVariables
  }
}

const tooMuch = `comes to more than 5 MB or ${mostVariables} variables with the files before: take some out`

function filesOf({ environment, listed, mayBeMissing = false }: VariableSources): FilesOfVariables {
  // /dev/null means no file at all.
  if (listed) return { paths: listed.filter((path) => path !== '/dev/null'), mayBeMissing }
  const named = environment('COMPOSE_ENV_FILES')
  if (named) return { paths: named.split(',').filter((path) => path !== '/dev/null'), mayBeMissing: false }
  const disabled = environment('COMPOSE_DISABLE_ENV_FILE')
  if (disabled === undefined || /^(0|f|false)$/i.test(disabled)) return { paths: ['.env'], mayBeMissing: true }
  if (/^(1|t|true)$/i.test(disabled)) return { paths: [], mayBeMissing: true }
  const wrong = `is not read or left out as COMPOSE_DISABLE_ENV_FILE says, which is ${JSON.stringify(disabled)}: set it to true or false`
  return { paths: [], mayBeMissing: true, wrong }
}

interface FilesOfVariables {
  readonly paths: readonly string[]
  readonly mayBeMissing: boolean
  /** The error where COMPOSE_DISABLE_ENV_FILE has a value that is neither true nor false. */
  readonly wrong?: string
}

/** Whether a file could not be read because it does not exist. */
export function isMissing(error: Error): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error))
}

/** Whether an error of a default file is ignored, as by docker compose: it is missing, or `.env` is a directory, as Python tools create. */
export function isPassedOver(path: string, error: Error): boolean {
  return isMissing(error) || (basename(path) === '.env' && errorCode(error) === 'EISDIR')
}

function noteOf(file: string, { line, column, message }: EnvNote): ManifestError {
  return { place: { file, line, column, origin: 'literal' }, path: '', message }
}
