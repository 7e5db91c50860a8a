import { type Command, Option } from 'commander'
import { colorChoices } from './terminal.ts'
import { usageError } from './usage.ts'

/** Runs a command and answers its exit code. */
export type Run = (...args: never[]) => Promise<number>

/** What a command does when it is called: its code is loaded then. */
export type Runner = (load: () => Promise<Run>) => (...args: unknown[]) => Promise<void>

/** `--server`, of every verb. */
export const server = () =>
  new Option(
    '--server <address>',
    'use the serve at https://HOST:PORT, ssh://HOST or unix:///PATH (default: RECONCILE_SERVER)',
  )
/** `--color`, of every verb. */
export const color = () =>
  new Option('--color <when>', 'when to use colours; auto: on a terminal').choices(colorChoices).default('auto')
/** `-f`. */
export const file = () =>
  new Option('-f, --file <path>', 'a manifest or Compose file, a directory, or - (repeatable)').argParser(collect)
/** `--show-values`. */
export const showValues = () => new Option('--show-values', 'show values that look secret instead of ***')
/** `-n`. */
export const stack = (text = 'only this stack') => new Option('-n, --stack <stack>', text).argParser(one('--stack'))
/** What `-o` of those verbs says that tell how it goes. */
export const EVENTS = 'text or json (one event per line)'
/** `-o` of what tells how it goes. */
export const progress = () => new Option('-o, --output <format>', EVENTS).choices(['text', 'json']).default('text')
/** `-o` of these; the first is the default. */
export const format = (...choices: readonly string[]) =>
  new Option('-o, --output <format>', choices.join(', ')).choices(choices).default(choices[0])
/** `--timeout`. */
export const timeout = (when = '') =>
  new Option('--timeout <duration>', `${when}give up waiting after this long, such as 90s or 5m`)
/** `--wait`, for locks. */
export const wait = () =>
  new Option(
    '--wait <duration>',
    'how long to wait for another reconcile that holds this state or stack (default: 30s)',
  )
/** `--steal`. */
export const steal = () => new Option('--steal', 'take the lock of a stack from another reconcile')
const noWait = () => new Option('--no-wait', 'return as soon as the change is accepted (a running serve does the work)')

/** What every verb that acts takes: how long it waits, for whom, and how it says so. */
export const acting = () => [timeout(), wait(), noWait(), steal(), progress()]
/** What every verb that reads manifests takes. */
export const manifests = (named = stack('the stack of objects that name none')) => [file(), named, profile(), envFile()]
const profile = () =>
  new Option('--profile <name>', 'a Compose profile to enable, or * (repeatable)').argParser(collect)
const envFile = () =>
  new Option('--env-file <path>', 'a file of variables for Compose files, instead of .env (repeatable)').argParser(
    collect,
  )

const noDeps = () => new Option('--no-deps', 'only the named services, without what they depend on')

/** What of the services of manifests may be said besides. */
export const asAsked = () => [
  noDeps(),
  new Option(
    '--scale <service=count>',
    'replicas that override those in the files, until the next apply (repeatable)',
  ).argParser(collect),
  new Option('--large', 'allow --scale beyond 100 replicas and beyond 10 times the present number'),
  new Option('--force-recreate', 'replace all tasks by a rolling update even if nothing changed'),
  new Option('--renew-anon-volumes', 'the same, with new anonymous volumes instead of the existing ones'),
]

/** `--pull` of what applies: alone it is `always`. */
export const pullPolicy = () =>
  new Option('--pull [policy]', 'always: pull tags again; never: use only images that are present')
    .choices(['always', 'missing', 'never'])
    .preset('always')

/** A command with these options. */
export function taking(command: Command, options: readonly Option[]): Command {
  for (const option of options) command.addOption(option)
  return command
}

/** What an option names that is of one: the last of several would be taken for all of them. */
export function one(option: string): (value: string, before?: string) => string {
  return (value, before) => {
    if (before === undefined || before === value) return value
    throw usageError(`${option} names ${before} and ${value}`, 'give the command once for each')
  }
}

/** What an option was given each time. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
