import { basename, dirname } from 'node:path'
import { aboutFile, type ManifestError } from '../../../api/v1/provenance.ts'
import { isDefaultName, isVariantName } from '../../../compose/default-names.ts'
import { formatManifestError } from './format-error.ts'
import { isOverrideName } from '../disk/file-names.ts'
import { declaringNothing, type FileReading, sharesStack } from './reading.ts'

export interface BesideInput {
  readonly files: ReadonlyMap<string, FileReading>
  /** Whether a file became part of another one, by a merge or an include. */
  readonly isPart: (file: string) => boolean
  /** Whether resources are accepted from a file. */
  readonly isRunning: (file: string) => boolean
}

/**
 * Finds the files with a Compose-like name beside the project of their directory that are not part of it, and which docker compose run
 * there would not read. They declare nothing, with a warning. A file that is a project of its own stays one: by its project name, or
 * because it runs already.
 */
export function besideProjects(input: BesideInput): ReadonlyMap<string, FileReading> {
  const projects = projectsOf(input)
  const passed = new Map<string, FileReading>()
  for (const reading of input.files.values()) {
    const { file } = reading
    if (!isComposeName(file) || input.isPart(file) || isTyped(reading)) continue
    const message = whyPassed(reading, projects.get(dirname(file)) ?? {}, input)
    if (message !== undefined) passed.set(file, passedOver(reading, message))
  }
  return passed
}

/** The Compose project of a directory. */
interface DirectoryProject {
  /** The files that COMPOSE_FILE names there, the main one first. */
  readonly listed?: readonly string[]
  /** The file with one of the names by which Compose finds a project. */
  readonly byName?: FileReading
}

function projectsOf({ files }: BesideInput): ReadonlyMap<string, DirectoryProject> {
  const projects = new Map<string, DirectoryProject>()
  for (const reading of files.values()) {
    const { file, listed } = reading
    const directory = dirname(file)
    const before = projects.get(directory) ?? {}
    const byName = before.byName ?? (isDefaultName(file) ? reading : undefined)
    const named = before.listed ?? listed
    if (byName || named) projects.set(directory, { ...(byName ? { byName } : {}), ...(named ? { listed: named } : {}) })
  }
  return projects
}

/** Whether a file is to be one of Compose's by its name: a project, an override, or a variant. */
export function isComposeName(file: string): boolean {
  return isDefaultName(file) || isOverrideName(basename(file)) || isVariantName(file)
}

/** Whether a file holds our own manifests, whatever its name. A file that can't be parsed is judged by its name. */
function isTyped({ isProject, manifests, errors }: FileReading): boolean {
  return !isProject && (manifests.length > 0 || errors.some(({ path }) => path !== ''))
}

function whyPassed(reading: FileReading, project: DirectoryProject, input: BesideInput): string | undefined {
  const { file } = reading
  const { listed, byName } = project
  if (listed)
    return listed.includes(file) || isOwn(reading, input.files.get(listed[0] ?? ''), input) ? undefined : UNLISTED
  if (isOverrideName(basename(file))) return LONE_OVERRIDE
  if (!byName || isDefaultName(file) || input.isRunning(file) || isOwn(reading, byName, input)) return undefined
  return variantWords(reading, byName)
}

const UNLISTED =
  'is passed over: COMPOSE_FILE in the .env beside it says which files are the project here. To merge this one over them, add it there; to have it as a project of its own, write a name: of its own in it'

const LONE_OVERRIDE =
  'is merged over a compose.yaml beside it, as docker compose does, and there is none that can be read'

/** Whether a file is a valid project with a stack name of its own. One that runs already stays one while it is broken (S1). */
function isOwn(reading: FileReading, main: FileReading | undefined, { isRunning }: BesideInput): boolean {
  const isNamed = reading.isProject === true && main !== undefined && !sharesStack(reading, main)
  return isNamed && (reading.errors.length === 0 || isRunning(reading.file))
}

function variantWords(reading: FileReading, main: FileReading): string {
  const override = (main.parts ?? []).filter((part) => isOverrideName(basename(part)))
  const files = [main.file, ...override, reading.file].map((file) => basename(file)).join(':')
  const merged = `To merge it over that, write COMPOSE_FILE=${files} into the .env beside it`
  const isNamed = reading.isProject && !sharesStack(reading, main)
  const own = isNamed
    ? `as a project of its own, ${reading.stacks.join()}, it is not whole: ${shown(reading.errors[0])}`
    : 'to have it as a project of its own, write a name: of its own in it'
  return `is passed over: ${basename(main.file)} is the project here, as for docker compose. ${merged}; ${own}`
}

function shown(error: ManifestError | undefined): string {
  return error ? formatManifestError(error) : ''
}

function passedOver(reading: FileReading, message: string): FileReading {
  return declaringNothing(reading, [aboutFile(reading.file, message)])
}
