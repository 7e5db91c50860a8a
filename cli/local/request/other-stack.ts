import { stackNameOf } from '../../../api/v1/names.ts'
import type { Adopting, ManifestRequest } from '../../../api/v1/installation/requests.ts'
import { errorAt, type ManifestError } from '../../../api/v1/provenance.ts'
import type { FileReading } from '../../../store/source/reading/reading.ts'
import { usageError } from '../../usage.ts'

/** The variable that names a project if neither its file nor an option does. */
export const PROJECT_NAME = 'COMPOSE_PROJECT_NAME'

/**
 * Adds an error if a file names its own stack and the command names another: objects would change in a stack that the user did not mean.
 * kubectl refuses such a namespace as well; Docker Compose uses the command's name. It takes the place of the reader's warning.
 */
export function withoutOtherStack(file: FileReading, request: Named): FileReading {
  const error = otherStack(file, request)
  if (!error) return file
  const told = file.warnings.find(({ path, message }) => path === 'name' && message.includes(PROJECT_NAME))
  const warnings = file.warnings.filter((each) => each !== told)
  return { ...file, warnings, errors: [...file.errors, told ? { ...told, message: error.message } : error] }
}

type Named = ManifestRequest & Pick<Adopting, 'project'>

function otherStack(reading: FileReading, request: Named): ManifestError | undefined {
  const { stack: given, project, variables, staged } = request
  // The variable refers to the project that a person names, not to every project found in a directory.
  const variable = reading.isProject && !reading.found && !staged ? (variables?.[PROJECT_NAME] ?? undefined) : undefined
  const meant = given !== undefined && given === project ? adopted(given) : meantBy(given, variable)
  if (meant === undefined) return undefined
  const other = reading.manifests.find(({ object }) => (object.metadata.namespace ?? meant.stack) !== meant.stack)
  if (!other) return undefined
  const { namespace: stack = '' } = other.object.metadata
  const { message, remedy } = reading.isProject
    ? otherProject(stack, meant)
    : {
        message: `it is of the stack ${stack}, and ${meant.by}`,
        remedy: `correct metadata.namespace, or ${meant.without}`,
      }
  return errorAt(other.provenance, ['metadata', 'namespace'], `${message}: ${remedy}`)
}

/** As `withoutOtherStack`, for a command that reads one project: throws a usage error. */
export function refuseOtherStack(
  name: string | undefined,
  { stack, variable }: { readonly stack: string | undefined; readonly variable: string | undefined },
): void {
  const meant = meantBy(stack, variable)
  if (name === undefined || meant === undefined || meant.stack === name) return
  const { message, remedy } = otherProject(name, meant)
  throw usageError(message, remedy)
}

function otherProject(stack: string, meant: Meant) {
  return {
    message: `the project has a name of its own, ${stack}, and ${meant.by}`,
    remedy: `write \`name: \${${PROJECT_NAME}:-${stack}}\` in it and set that variable, or ${meant.without}`,
  }
}

interface Meant {
  readonly stack: string
  /** The source of the name in words, and how to do without it. */
  readonly by: string
  readonly without: string
}

function adopted(stack: string): Meant {
  return { stack, by: `${stack} is to be adopted`, without: 'adopt that one' }
}

function meantBy(stack: string | undefined, variable: string | undefined): Meant | undefined {
  if (stack !== undefined) return { stack, by: `-n ${stack} was given`, without: 'leave -n out' }
  if (!variable) return undefined
  return { stack: stackNameOf(variable), by: `${PROJECT_NAME} is ${variable}`, without: 'unset the variable' }
}
