import { dirname } from 'node:path/posix'
import type { InactiveService, Inclusion, ManifestError } from '../api/v1/provenance.ts'
import type { Lookup } from './interpolation/interpolate.ts'
import { mostNotes, once } from './context.ts'
import { type ComposeText, loadCompose, type LoadedCompose } from './load.ts'
import type { ComposeManifest } from './manifests.ts'
import type { ReadFile } from './project-variables.ts'
import { type ProjectVariables, projectVariables } from './project-variables.ts'
import { listedBeside, listingOf } from './listed-files.ts'
import { isDefaultName } from './default-names.ts'
import { type Beside, besides } from './override.ts'
import { isComposeDocument, isExpectedCompose } from './recognise.ts'

/** What surrounds a Compose file that is read. */
export interface ComposeSurroundings {
  /** Relative paths and `.env` are taken from here; absent: the file's own directory. */
  readonly baseDirectory?: string
  /** The stack where the file gives none; absent: the directory's name. */
  readonly stack?: string
  /** Services that are named: their profiles count as active. */
  readonly named?: readonly string[]
  /** A variable of whoever applies; it wins over `.env`. PWD is the project's directory where nobody says one, as docker compose sets it. */
  readonly variable: Lookup
  readonly readFile: ReadFile
  readonly interpolate?: boolean
  readonly consistency?: boolean
  /** The directory that the files which COMPOSE_FILE names have to be in; absent: they may be anywhere. */
  readonly root?: string
}

/** A Compose file as resources, and the files that it was made of. */
export interface ComposeReading {
  readonly manifests: readonly ComposeManifest[]
  readonly errors: readonly ManifestError[]
  readonly warnings: readonly ManifestError[]
  readonly sideFiles: readonly string[]
  /** Those of them that became part of it, and are no manifests of their own. */
  readonly parts: readonly string[]
  /** Those that are included, and where. */
  readonly included: readonly Inclusion[]
  /** Services that their profiles leave out. */
  readonly inactive: readonly InactiveService[]
  /** Variables that are not set, and that the stack's name hangs on, or which services take part. */
  readonly unset: readonly string[]
  /** The files that COMPOSE_FILE in its directory names, absolute, where those were looked for and can be followed. */
  readonly listed?: readonly string[]
  readonly isProject: true
  /** The name of its project, errors or not; none where its files come to none. */
  readonly stacks: readonly string[]
}

/** A Compose file; without `over`, what Compose would merge over it by itself is looked for beside it. */
export interface ComposeSource extends ComposeText {
  readonly over?: readonly ComposeText[]
}

/** Compose as one of the formats that manifests are read from. */
export const composeReader = {
  name: 'Compose',
  recognises: isComposeDocument,
  expects: isExpectedCompose,
  /** Reads a file with its `.env`. */
  read(source: ComposeSource, context: ComposeSurroundings): ComposeReading {
    const { loaded, errors, warnings, sideFiles, listed } = loadProject(source, context)
    return {
      manifests: errors.length > loaded.errors.length ? [] : loaded.manifests,
      errors,
      warnings,
      sideFiles,
      // A file whose services others extend may be a project itself, told by its name.
      parts: [...new Set([...loaded.parts, ...loaded.extended.filter((file) => !isDefaultName(file))])],
      included: loaded.included,
      inactive: loaded.inactive,
      unset: loaded.unset,
      isProject: true,
      ...(listed ? { listed } : {}),
      stacks: loaded.project?.name ? [loaded.project.name] : [],
    }
  },
}

/** A Compose file as it was loaded, and what it was loaded with. */
export interface ProjectLoading {
  readonly loaded: LoadedCompose
  /** Those of the files of variables, too. */
  readonly errors: readonly ManifestError[]
  readonly warnings: readonly ManifestError[]
  readonly sideFiles: readonly string[]
  readonly baseDirectory: string
  /** A variable of whoever applies, or of the project's files of them. */
  readonly variables: ProjectVariables
  readonly listed?: readonly string[]
}

/** Loads a file with its `.env`, and with what is merged over it. */
export function loadProject(source: ComposeSource, context: ComposeSurroundings): ProjectLoading {
  const {
    baseDirectory = dirname(source.file),
    stack,
    named = [],
    variable,
    readFile,
    interpolate = true,
    consistency = true,
  } = context
  const environment: Lookup = (name) => variable(name) ?? (name === 'PWD' ? baseDirectory : undefined)
  const variables = projectVariables({ baseDirectory, readFile, environment })
  const stackName = stack === undefined ? {} : { stackName: stack }
  const beside = lookBeside(source, context, variables)
  const over = beside.over
  const how = { ...stackName, named, interpolate, consistency, baseDirectory, readFile }
  const loaded = loadCompose({ ...source, ...how, over, variables: variables.lookup })
  return {
    loaded,
    errors: [...variables.errors, ...beside.errors, ...loaded.errors],
    // An env file may be one of the project and of several services.
    warnings: once([...variables.warnings, ...loaded.warnings]).slice(0, mostNotes),
    sideFiles: [...new Set([...variables.filesRead, ...beside.filesRead, ...loaded.filesRead])],
    ...{ baseDirectory, variables },
    ...(beside.listed ? { listed: beside.listed } : {}),
  }
}

/** What is merged over a file: what was named with it, else what its directory says, as docker compose run there. */
function lookBeside(
  { file, over }: ComposeSource,
  { readFile, root }: ComposeSurroundings,
  variables: ProjectVariables,
): Beside & { readonly listed?: readonly string[] } {
  if (over) return { over, errors: [], filesRead: [] }
  const listing = listingOf(variables, dirname(file))
  return listing ? listedBeside(file, { listing, readFile, root }) : besides({ file }, readFile)
}
