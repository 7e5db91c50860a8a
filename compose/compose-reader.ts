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

/** The surroundings of a Compose file: its directory, its variables, and how to read it. */
export interface ComposeSurroundings {
  /** The directory of `.env` that relative paths are resolved against; absent: the file's own directory. */
  readonly baseDirectory?: string
  /** The stack's name where the file declares none; absent: COMPOSE_PROJECT_NAME, else the directory's name. */
  readonly stack?: string
  /** Services that a command names: their profiles are active. */
  readonly named?: readonly string[]
  /** Looks up a variable of the caller's environment; it wins over `.env`. Where PWD is not set, the base directory stands for it. */
  readonly variable: Lookup
  readonly readFile: ReadFile
  readonly interpolate?: boolean
  readonly consistency?: boolean
  /** The directory that must contain all files listed in COMPOSE_FILE; absent: they may be anywhere. */
  readonly root?: string
}

/** The resources of a Compose file, and the files that it was read from. */
export interface ComposeReading {
  readonly manifests: readonly ComposeManifest[]
  readonly errors: readonly ManifestError[]
  readonly warnings: readonly ManifestError[]
  readonly sideFiles: readonly string[]
  /** The side files that were merged over it, in order. */
  readonly merged: readonly string[]
  /** The side files that are part of this project, so that they are not read as manifests of their own. */
  readonly parts: readonly string[]
  /** The included files, each with the place of its `include`. */
  readonly included: readonly Inclusion[]
  /** Services none of whose profiles is active. */
  readonly inactive: readonly InactiveService[]
  /** Unset variables that the stack's name or the set of active services depends on. */
  readonly unset: readonly string[]
  /** The files listed in COMPOSE_FILE of the directory's `.env`, absolute; absent where there is no such list, or it has an error. */
  readonly listed?: readonly string[]
  readonly isProject: true
  /** The project's name, even when there are errors; empty where it could not be determined. */
  readonly stacks: readonly string[]
}

/** A Compose file and the files to merge over it. Without `over`, these are found as Compose finds them: COMPOSE_FILE or override file. */
export interface ComposeSource extends ComposeText {
  readonly over?: readonly ComposeText[]
}

/** The Compose reader: one of the formats that manifests are read from. */
export const composeReader = {
  name: 'Compose',
  recognises: isComposeDocument,
  expects: isExpectedCompose,
  /** Reads a file with its `.env` and override files. No manifests are returned when there is any error. */
  read(source: ComposeSource, context: ComposeSurroundings): ComposeReading {
    const { loaded, errors, warnings, sideFiles, listed } = loadProject(source, context)
    return {
      manifests: errors.length > 0 ? [] : loaded.manifests,
      errors,
      warnings,
      sideFiles,
      merged: loaded.merged,
      // An extended file with a default name, such as compose.yaml, may be a project itself, so it is not a part.
      parts: [...new Set([...loaded.parts, ...loaded.extended.filter((file) => !isDefaultName(file))])],
      included: loaded.included,
      inactive: loaded.inactive,
      unset: loaded.unset,
      ...(loaded.project?.isNamedByVariable ? { isNamedByVariable: true } : {}),
      isProject: true,
      ...(listed ? { listed } : {}),
      stacks: loaded.project?.name ? [loaded.project.name] : [],
    }
  },
}

/** A loaded Compose file, and the variables it was loaded with. */
export interface ProjectLoading {
  readonly loaded: LoadedCompose
  /** The errors of the project, its variable files and its override files. */
  readonly errors: readonly ManifestError[]
  readonly warnings: readonly ManifestError[]
  readonly sideFiles: readonly string[]
  readonly baseDirectory: string
  /** The variables of the caller's environment and of the project's variable files. */
  readonly variables: ProjectVariables
  readonly listed?: readonly string[]
}

/**
 * Loads a file with its `.env` and the files that are merged over it. Where a file of variables is wrong, its errors are the only ones:
 * what it sets is unknown, so that errors and warnings of unset variables would mislead.
 */
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
  const told = variables.errors.length > 0 ? { errors: [], warnings: [] } : loaded
  return {
    loaded,
    errors: [...variables.errors, ...beside.errors, ...told.errors],
    // One env file may belong to the project and to several services, so its warnings can repeat.
    warnings: once([...variables.warnings, ...told.warnings]).slice(0, mostNotes),
    sideFiles: [...new Set([...variables.filesRead, ...beside.filesRead, ...loaded.filesRead])],
    ...{ baseDirectory, variables },
    ...(beside.listed ? { listed: beside.listed } : {}),
  }
}

/** The files to merge over a file: those given with it, else those that docker compose would find when run in its directory. */
function lookBeside(
  { file, over }: ComposeSource,
  { readFile, root }: ComposeSurroundings,
  variables: ProjectVariables,
): Beside & { readonly listed?: readonly string[] } {
  if (over) return { over, errors: [], filesRead: [] }
  const listing = listingOf(variables, dirname(file))
  return listing ? listedBeside(file, { listing, readFile, root }) : besides({ file }, readFile)
}
