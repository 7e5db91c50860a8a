import { dirname } from 'node:path/posix'
import type { ManifestError } from '../api/v1/provenance.ts'
import type { Lookup } from './interpolation/interpolate.ts'
import { loadCompose } from './load.ts'
import type { ComposeManifest } from './manifests.ts'
import type { ReadFile } from './project-variables.ts'
import { projectVariables } from './project-variables.ts'
import { isComposeDocument, isExpectedCompose } from './recognise.ts'

/** What surrounds a Compose file that is read. */
export interface ComposeSurroundings {
  /** Relative paths and `.env` are taken from here; absent: the file's own directory. */
  readonly baseDirectory?: string
  /** The stack where the file gives none; absent: the directory's name. */
  readonly stack?: string
  /** A variable of whoever applies; it wins over `.env`. */
  readonly variable: Lookup
  readonly readFile: ReadFile
}

/** A Compose file as resources, and the files that it was made of. */
export interface ComposeReading {
  readonly manifests: readonly ComposeManifest[]
  readonly errors: readonly ManifestError[]
  readonly warnings: readonly ManifestError[]
  readonly sideFiles: readonly string[]
}

/** Compose as one of the formats that manifests are read from. */
export const composeReader = {
  name: 'Compose',
  recognises: isComposeDocument,
  expects: isExpectedCompose,
  /** Reads a file with its `.env`. */
  read(source: { readonly file: string; readonly text: string }, context: ComposeSurroundings): ComposeReading {
    const { baseDirectory = dirname(source.file), stack, variable, readFile } = context
    const variables = projectVariables({ baseDirectory, readFile, environment: variable })
    const stackName = stack === undefined ? {} : { stackName: stack }
    const loaded = loadCompose({ ...source, ...stackName, baseDirectory, readFile, variables: variables.lookup })
    return {
      manifests: variables.errors.length > 0 ? [] : loaded.manifests,
      errors: [...variables.errors, ...loaded.errors],
      warnings: loaded.warnings,
      sideFiles: [...new Set([...variables.filesRead, ...loaded.filesRead])],
    }
  },
}
