import { usageError } from '../usage.ts'
import { runningVerbs, splitOption } from './verb.ts'

/** The verbs that are about the Compose project of this directory. */
const OF_PROJECT: ReadonlySet<string> = new Set(
  'adopt apply build config convert cp delete down exec images kill logs plan port ps pull restart rm run scale start stop up validate watch'.split(
    ' ',
  ),
)
/** What docker compose takes before its verb, by the word that it is known by here. */
const GLOBALS: ReadonlyMap<string, 'file' | 'project' | 'profile' | 'envFile'> = new Map([
  ['-f', 'file'],
  ['--file', 'file'],
  ['-p', 'project'],
  ['--project-name', 'project'],
  ['--profile', 'profile'],
  ['--env-file', 'envFile'],
])
/** Our own of before the verb whose value is a word of its own. */
const OWN: ReadonlySet<string> = new Set(['--color', '--server'])
/** What kubectl takes before its verb as well as behind it, with a value and without one. */
const BEHIND: ReadonlySet<string> = new Set(['-n', '--namespace', '--stack', '-o', '--output', '-l', '--selector'])
/** The words of options that are taken before the verb, though they are of no command there; each has a value. */
export const takenBeforeVerb: readonly string[] = [...GLOBALS.keys(), ...BEHIND]
const BEHIND_ALONE = /^(-A|--all-namespaces|-[nol][^=].*)$/
/** Compose's `--wait` has no value: it is what these do anyway. */
const WAITING: ReadonlySet<string> = new Set(['up', 'start'])

/** A command line as it is read here. */
export interface ComposeLine {
  readonly argv: readonly string[]
  /** What options before the verb say, as the variables that Compose has for them. */
  readonly env: Readonly<Record<string, string>>
  /** The project that was named before the verb. */
  readonly project?: string
}

/** The command line without the options that docker compose takes before its verb, `-f FILE -p NAME --profile P up --wait`, and with those that kubectl takes there behind it. */
export function composeLine(given: readonly string[]): ComposeLine {
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
    env: variablesOf(values),
    ...(project === undefined ? {} : { project }),
  }
}

interface Global {
  readonly name: string
  readonly word: string
  readonly value: string
}

/** Where they are its own: after a verb of two words, and before the command that `run` and `exec` are to run. */
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

function variablesOf(values: (name: string) => readonly string[]): Readonly<Record<string, string>> {
  const [files, profiles, envFiles] = [values('file'), values('profile'), values('envFile')]
  if (files.includes('-')) throw usageError('-f - before the verb', 'write it behind: `reconcile up -f -`')
  return {
    // A line's end is in no path that anybody has.
    ...(files.length > 0 ? { COMPOSE_FILE: files.join('\n'), COMPOSE_PATH_SEPARATOR: '\n' } : {}),
    ...(profiles.length > 0 ? { COMPOSE_PROFILES: profiles.join(',') } : {}),
    ...(envFiles.length > 0 ? { COMPOSE_ENV_FILES: envFiles.join(',') } : {}),
  }
}

function withoutBareWait(words: readonly string[]): readonly string[] {
  return words.filter((word, index) => word !== '--wait' || /^\d/.test(words[index + 1] ?? ''))
}
