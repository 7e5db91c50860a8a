import { basename } from 'node:path/posix'
import { losesCharacters, STACK_NAME_RULE, stackNameOf } from '../api/v1/names.ts'

/** What gives a project its name, the first that is there. */
export interface NameSources {
  /** `name:` of the file. */
  readonly declared: string | undefined
  readonly given: string | undefined
  /** COMPOSE_PROJECT_NAME. */
  readonly variable: string | undefined
  readonly baseDirectory: string
}

/** A project's name, and what is to be said of it. */
export interface ProjectName {
  /** As Compose makes it: lower-case, only letters, digits, - and _; empty when nothing is left. */
  readonly name: string
  /** What was given by hand is to be a name as it stands, as Compose has it; and none may be too long. */
  readonly error?: string
  /** Of what was made a name of, with other characters left out. */
  readonly warning?: string
}

/** The name of a Compose project as its tools make it. */
export function projectName({ declared, given, variable, baseDirectory }: NameSources): ProjectName {
  if (declared) return withOther(made(declared, 'name:'), variable)
  if (given) return checked(given, 'the stack that was given')
  if (variable) return checked(variable, 'COMPOSE_PROJECT_NAME')
  return made(basename(baseDirectory), 'the directory')
}

/** Docker Compose takes the variable: another name for what is there would be another stack. */
function withOther(found: ProjectName, variable: string | undefined): ProjectName {
  const { name, error, warning } = found
  if (!variable || stackNameOf(variable) === name || error !== undefined || warning !== undefined) return found
  const remedy = `write name: \${COMPOSE_PROJECT_NAME:-${name}} to have it so`
  return { name, warning: `the stack is ${name}, of name:, and not ${variable}, of COMPOSE_PROJECT_NAME: ${remedy}` }
}

/** As long as the namespace of an object may be. */
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
