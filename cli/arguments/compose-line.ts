import { resolve } from 'node:path'
import { usageError } from '../usage.ts'
import { runningVerbs, splitOption } from './verb.ts'

/** The verbs that concern the Compose project of this directory. */
const OF_PROJECT: ReadonlySet<string> = new Set(
  'adopt apply build config convert cp delete down exec images kill logs plan port ps pull restart rm run scale start stop up validate watch'.split(
    ' ',
  ),
)
/** Options that docker compose takes before its verb. */
const GLOBALS: ReadonlyMap<string, 'file' | 'project' | 'profile' | 'envFile'> = new Map([
  ['-f', 'file'],
  ['--file', 'file'],
  ['-p', 'project'],
  ['--project-name', 'project'],
  ['--profile', 'profile'],
  ['--env-file', 'envFile'],
])
/** Our own options before the verb whose value is the next word. */
const OWN: ReadonlySet<string> = new Set(['--color', '--server'])
/** Options that kubectl takes before as well as after its verb, with a value. */
const BEHIND: ReadonlySet<string> = new Set(['-n', '--namespace', '--stack', '-o', '--output', '-l', '--selector'])
/** Options with a value that are accepted before the verb although the root command has none of them. */
export const takenBeforeVerb: readonly string[] = [...GLOBALS.keys(), ...BEHIND]
const BEHIND_ALONE = /^(-A|--all-namespaces|-[nol][^=].*)$/
/** Verbs that accept Compose's `--wait`, which has no value there; they wait anyway. */
const WAITING: ReadonlySet<string> = new Set(['up', 'start'])

/** A normalised command line. */
export interface ComposeLine {
  readonly argv: readonly string[]
  /** The options before the verb, as the equivalent variables of docker compose. */
  readonly env: Readonly<Record<string, string>>
  /** The project that `-p` named before the verb. */
  readonly project?: string
}

/**
 * Removes the options that docker compose takes before its verb (`-f FILE -p NAME --profile P up`) and moves those of kubectl behind the
 * verb. Files of variables are relative to `cwd`, wherever the Compose file is.
 */
export function composeLine(given: readonly string[], cwd: string): ComposeLine {
  const { at, own, behind, globals } = beforeVerb(given)
  const [verb = '', ...rest] = given.slice(at)
  const words = withBehind(verb, behind, WAITING.has(verb) ? withoutBareWait(rest) : rest)
  const [first] = globals
  if (!first) return { argv: [...own, ...given.slice(at, at + 1), ...words], env: {} }
  if (!OF_PROJECT.has(verb))
    throw usageError(
      `${first.word} before ${verb === '' ? 'no verb' : verb}: that is for verbs about a project, as up, ps or logs`,
      `leave it out; \`reconcile ${verb} --help\` says what it takes, as -n for a stack`,
    )
  const values = (name: string) => globals.filter((each) => each.name === name).map(({ value }) => value)
  const project = values('project').at(-1)
  return {
    argv: [...own, verb, ...(project === undefined ? [] : ['-n', project]), ...words],
    env: variablesOf(values, cwd),
    ...(project === undefined ? {} : { project }),
  }
}

interface Global {
  readonly name: string
  readonly word: string
  readonly value: string
}

/**
 * Inserts the options after the word that follows the verb, which may be a subcommand. For `run` and `exec` they go directly after the
 * verb, as later words may be a command.
 */
function withBehind(verb: string, behind: readonly string[], words: readonly string[]): readonly string[] {
  const at = runningVerbs.has(verb) || words[0]?.startsWith('-') ? 0 : 1
  return [...words.slice(0, at), ...behind, ...words.slice(at)]
}

function beforeVerb(argv: readonly string[]) {
  const own: string[] = []
  const behind: string[] = []
  const globals: Global[] = []
  let at = 0
  while (argv[at]?.startsWith('-')) {
    const { name: option, value: inWord } = splitOption(argv[at] ?? '')
    const name = GLOBALS.get(option)
    const value = inWord ?? argv[at + 1]
    const taken = inWord === undefined && [GLOBALS, OWN, BEHIND].some((known) => known.has(option)) ? 2 : 1
    if (BEHIND.has(option) || BEHIND_ALONE.test(option)) behind.push(...argv.slice(at, at + taken))
    else if (!name) own.push(...argv.slice(at, at + taken))
    else if (value === undefined || value === '')
      throw usageError(`${option} wants a value`, `write it behind ${option}`)
    else globals.push({ name, word: option, value })
    at += taken
  }
  return { at, own, behind, globals }
}

function variablesOf(values: (name: string) => readonly string[], cwd: string): Readonly<Record<string, string>> {
  const [files, profiles, envFiles] = [values('file'), values('profile'), values('envFile')]
  if (files.includes('-')) throw usageError('-f - before the verb', 'write it behind: `reconcile up -f -`')
  return {
    // A line feed as the separator, as no path has one.
    ...(files.length > 0 ? { COMPOSE_FILE: files.join('\n'), COMPOSE_PATH_SEPARATOR: '\n' } : {}),
    ...(profiles.length > 0 ? { COMPOSE_PROFILES: profiles.join(',') } : {}),
    ...(envFiles.length > 0 ? { COMPOSE_ENV_FILES: envFiles.map((path) => resolve(cwd, path)).join(',') } : {}),
  }
}

function withoutBareWait(words: readonly string[]): readonly string[] {
  return words.filter((word, index) => word !== '--wait' || /^\d/.test(words[index + 1] ?? ''))
}
