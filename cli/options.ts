import { type Command, Option } from 'commander'
import { colorChoices } from './terminal.ts'

/** Runs a command and answers its exit code. */
export type Run = (...args: never[]) => Promise<number>

/** What a command does when it is called: its code is loaded then. */
export type Runner = (load: () => Promise<Run>) => (...args: unknown[]) => Promise<void>

/** `--server`, of every verb. */
export const server = () =>
  new Option(
    '--server <address>',
    'ask the serve at https://HOST:PORT, ssh://HOST or unix:///PATH (default: RECONCILE_SERVER)',
  )
/** `--color`, of every verb. */
export const color = () =>
  new Option('--color <when>', 'colours: auto is on a terminal').choices(colorChoices).default('auto')
/** `-f`. */
export const file = () =>
  new Option('-f, --file <path>', 'a manifest or Compose file, a directory, or - (again for more)').argParser(collect)
/** `--show-values`. */
export const showValues = () =>
  new Option('--show-values', 'with the values that look secret, as of variables, in place of ***')
/** `-n`. */
export const stack = (text = 'only this stack') => new Option('-n, --stack <stack>', text)
/** `-o` of what tells how it goes. */
export const progress = () =>
  new Option('-o, --output <format>', 'text or json (one event per line)').choices(['text', 'json']).default('text')
/** `-o` of these; the first is the default. */
export const format = (...choices: readonly string[]) =>
  new Option('-o, --output <format>', choices.join(', ')).choices(choices).default(choices[0])
/** `--timeout`. */
export const timeout = (when = '') =>
  new Option('--timeout <duration>', `${when}give up waiting after this long, as 90s or 5m`)
/** `--wait`, for locks. */
export const wait = () =>
  new Option(
    '--wait <duration>',
    'how long to wait for another reconcile that works on this state or stack (default: 30s)',
  )
/** `--steal`. */
export const steal = () => new Option('--steal', 'take the lock of a stack away from another reconcile that has it')
const noWait = () => new Option('--no-wait', 'end as soon as it is accepted (the work needs a running serve)')

/** What every verb that acts takes: how long it waits, for whom, and how it says so. */
export const acting = () => [timeout(), wait(), noWait(), steal(), progress()]
/** What every verb that reads manifests takes. */
export const manifests = (named = stack('the stack of what names none')) => [file(), named, profile(), envFile()]
const profile = () =>
  new Option('--profile <name>', 'a profile of Compose to enable, or * (again for more)').argParser(collect)
const envFile = () =>
  new Option('--env-file <path>', 'variables of Compose files, in place of .env (again for more)').argParser(collect)

const noDeps = () =>
  new Option('--no-deps', 'of the named services: without what they depend on, and without waiting for it')

/** What of the services of manifests may be said besides. */
export const asAsked = () => [
  noDeps(),
  new Option(
    '--scale <service=count>',
    "replicas in the place of the files', until the next apply (again for more)",
  ).argParser(collect),
  new Option('--large', 'of --scale: even more than 100, and more than 10 times as many as there are'),
  new Option('--force-recreate', 'new tasks of all that run, by a rolling update, though nothing of them changed'),
  new Option('--renew-anon-volumes', 'the same, and with new anonymous volumes in the place of those before'),
]

/** `--pull` of what applies: alone it is `always`. */
export const pullPolicy = () =>
  new Option('--pull [policy]', 'always: what the registries have now of the same tags; never: only what is there')
    .choices(['always', 'missing', 'never'])
    .preset('always')

/** A command with these options. */
export function taking(command: Command, options: readonly Option[]): Command {
  for (const option of options) command.addOption(option)
  return command
}

/** What an option was given each time. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
