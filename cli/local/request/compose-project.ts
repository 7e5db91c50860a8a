import { ownValue } from '../../../api/v1/language/own-value.ts'
import type { ManifestRequest, Source, SourceText } from '../../../api/v1/installation/requests.ts'
import { loadProject, type ProjectLoading } from '../../../compose/compose-reader.ts'
import type { ComposeText } from '../../../compose/load.ts'
import { type ManifestOptions, namedManifests } from '../../arguments/manifest-options.ts'
import { manifestRequest } from '../../arguments/manifest-request.ts'
import type { Context } from '../../context.ts'
import { usageError } from '../../usage.ts'
import { PROJECT_NAME, refuseOtherStack } from './other-stack.ts'
import { readWhole } from './read-whole.ts'
import type { FileReading } from '../../../store/source/reading/reading.ts'
import { readSideFile } from '../../../store/source/disk/side-file.ts'

/** A loaded Compose project and the texts of its files. */
export interface NamedProject {
  readonly loading: ProjectLoading
  readonly files: readonly ComposeText[]
}

/** Which project to load, and how. */
export interface ProjectOptions extends ManifestOptions {
  readonly interpolate?: boolean
  readonly consistency?: boolean
}

/** Loads the one Compose project that is named or found here. Throws a usage error if there are several or none. */
export async function namedProject(context: Context, verb: string, options: ProjectOptions): Promise<NamedProject> {
  const named = { ...namedManifests(context, verb, options), stack: options.stack }
  const request = await manifestRequest(named, context)
  const { variables = {} } = request
  const [main, ...over] = standing(request, context).map(readable)
  const other = over.find((source) => source.over !== true)
  if (!main || other)
    throw usageError(
      `${verb} prints one Compose project, and ${other ? `${other.file} is not of that of ${main?.file}` : 'there is none'}`,
      'name the files of one: -f compose.yaml -f compose.prod.yaml',
    )
  const files = [main, ...over].map(({ file, text }) => ({ file, text }))
  const { stack, interpolate = true, consistency = true } = options
  const loading = loadProject(
    { file: main.file, text: main.text, ...(main.inDirectory ? {} : { over: files.slice(1) }) },
    {
      ...(stack === undefined ? {} : { stack }),
      ...{ interpolate, consistency },
      variable: (name) => ownValue(variables, name) ?? ownValue(context.env, name),
      readFile: readSideFile,
    },
  )
  refuseOtherStack(loading.loaded.project?.name, {
    stack,
    variable: variables[PROJECT_NAME] ?? context.env[PROJECT_NAME],
  })
  const parts = loading.loaded.parts.slice(over.length).flatMap((file) => {
    const text = readSideFile(file)
    return typeof text === 'string' ? [{ file, text }] : []
  })
  return { loading, files: [...files, ...parts] }
}

/**
 * Of the files found in a directory, those that declare something by themselves: not parts of other files, nor unused ones beside a
 * project.
 */
function standing(request: ManifestRequest, { env }: Context): readonly Source[] {
  const { sources } = request
  if (!sources.some((source) => 'inDirectory' in source)) return sources
  const isCounted = ({ manifests, errors, inactive = [] }: FileReading) =>
    manifests.length + errors.length + inactive.length > 0
  const files = new Set(
    readWhole(request, env)
      .files.filter(isCounted)
      .map(({ file }) => file),
  )
  return sources.filter((source) => !('inDirectory' in source) || files.has(source.file))
}

function readable(source: Source): SourceText {
  if ('text' in source) return source
  const { line, column, message } = source.unreadable
  throw usageError(`${source.file}:${line}:${column}: ${message}`, 'do what it says, or name another file')
}
