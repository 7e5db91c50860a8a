import { usageError } from '../usage.ts'

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

/** The command line without the options that docker compose takes before its verb: `-f FILE -p NAME --profile P up --wait`. */
export function composeLine(given: readonly string[]): ComposeLine {
  const { at, own, globals } = beforeVerb(given)
  const [verb = '', ...rest] = given.slice(at)
  const words = WAITING.has(verb) ? withoutBareWait(rest) : rest
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

function beforeVerb(argv: readonly string[]) {
  const own: string[] = []
  const globals: Global[] = []
  let at = 0
  while (argv[at]?.startsWith('-')) {
    const word = argv[at] ?? ''
    const [option = '', ...inWord] = word.startsWith('--') ? word.split('=') : [word]
    const name = GLOBALS.get(option)
    const value = inWord.length > 0 ? inWord.join('=') : argv[at + 1]
    const taken = inWord.length > 0 || !(name || OWN.has(option)) ? 1 : 2
    if (!name) own.push(...argv.slice(at, at + taken))
    else if (value === undefined || value === '')
      throw usageError(`${option} wants a value`, `write it behind ${option}`)
    else globals.push({ name, word: option, value })
    at += taken
  }
  return { at, own, globals }
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
