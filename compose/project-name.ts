import { basename } from 'node:path/posix'
import { losesCharacters, STACK_NAME_RULE, stackNameOf } from '../api/v1/names.ts'

/** The sources of a project's name, in order of precedence. */
export interface NameSources {
  /** `name:` of the file. */
  readonly declared: string | undefined
  readonly given: string | undefined
  /** COMPOSE_PROJECT_NAME. */
  readonly variable: string | undefined
  readonly baseDirectory: string
}

/** A project's name, with an error or warning about it. */
export interface ProjectName {
  /** Normalised as by Compose: lower-case, only letters, digits, - and _; empty when no character is left. */
  readonly name: string
  /** Set where a name given by option or variable is not valid as written, as in Compose, or where any name is too long. */
  readonly error?: string
  /** Set where characters were dropped from `name:` or the directory's name, or COMPOSE_PROJECT_NAME differs from `name:`. */
  readonly warning?: string
  /** Set if it comes from a variable that is set. */
  readonly isNamedByVariable?: true
}

/** Determines the name of a Compose project as Compose does, except that `name:` wins over COMPOSE_PROJECT_NAME. */
export function projectName({ declared, given, variable, baseDirectory }: NameSources): ProjectName {
  if (declared) return withOther(made(declared, 'name:'), variable)
  if (given) return checked(given, 'the stack that was given')
  if (variable) return checked(variable, 'COMPOSE_PROJECT_NAME')
  return made(basename(baseDirectory), 'the directory')
}

/** Adds a warning where COMPOSE_PROJECT_NAME is another name than `name:`. Docker Compose would use the variable's. */
function withOther(found: ProjectName, variable: string | undefined): ProjectName {
  const { name, error, warning } = found
  if (!variable || stackNameOf(variable) === name || error !== undefined || warning !== undefined) return found
  const remedy = `write name: \${COMPOSE_PROJECT_NAME:-${name}} to have it so`
  return { name, warning: `the stack is ${name}, of name:, and not ${variable}, of COMPOSE_PROJECT_NAME: ${remedy}` }
}

/** The longest namespace of an object. */
const LONGEST = 63

function checked(written: string, what: string): ProjectName {
  const name = stackNameOf(written)
  if (name === written) return { name, ...tooLong(name, { what, remedy: 'give a shorter one' }) }
  return { name, error: `${what} is ${JSON.stringify(written)}: a stack's name has ${STACK_NAME_RULE}` }
}

function made(written: string, what: string): ProjectName {
  const name = stackNameOf(written)
  const length = tooLong(name, { what, remedy: 'write a shorter one as name:' })
  if (name === '' || !losesCharacters(written)) return { name, ...length }
  const warning = `the stack is ${name}, of ${what} ${JSON.stringify(written)}: a stack's name has ${STACK_NAME_RULE}; write name: ${name} to have it so`
  return { name, warning, ...length }
}

function tooLong(name: string, { what, remedy }: { readonly what: string; readonly remedy: string }) {
  if (name.length <= LONGEST) return {}
  return {
    error: `the stack's name, of ${what}, has ${name.length} characters, and may have at most ${LONGEST}: ${remedy}`,
  }
}
