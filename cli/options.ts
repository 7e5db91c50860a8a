import { type Command, Option } from 'commander'
import { pullPolicies } from '../api/v1/installation/one-off.ts'
import { colorChoices } from './terminal.ts'
import { usageError } from './usage.ts'

/** Runs a command and returns its exit code. */
export type Run = (...args: never[]) => Promise<number>

/** Makes the action of a command; `load` imports the command's code when it is called. */
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
/** The help text of `--prune`. */
export const PRUNE = 'also delete what runs of the stacks, applied by another home, and no file declares; keep data'
/** `--show-values`. */
export const showValues = () => new Option('--show-values', 'show values that look secret instead of ***')
/** `-n`. */
export const stack = (text = 'only this stack') => new Option('-n, --stack <stack>', text).argParser(one('--stack'))
/** Marks the `-o` of verbs that report progress; `asksForEvents` recognises them by it. */
export const EVENTS = 'text or json (one event per line)'
/** `-o` of verbs that report progress. */
export const progress = () => new Option('-o, --output <format>', EVENTS).choices(['text', 'json']).default('text')
/** `-o` with these formats; the first is the default. */
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

/** Options of every verb that acts. */
export const acting = () => [timeout(), wait(), noWait(), steal(), progress()]
/** Options of every verb that reads manifests. */
export const manifests = (named = stack('the stack of objects that name none')) => [file(), named, profile(), envFile()]
const profile = () =>
  new Option('--profile <name>', 'a Compose profile to enable, or * (repeatable)').argParser(collect)
const envFile = () =>
  new Option('--env-file <path>', 'a file of variables for Compose files, instead of .env (repeatable)').argParser(
    collect,
  )

const noDeps = () => new Option('--no-deps', 'only the named services, without what they depend on')

/** Options that modify how the services of manifests are applied. */
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

/** `--pull` of verbs that apply or restart; without a value it means `always`. A name after it would be read as its value. */
export const pullPolicy = () =>
  new Option('--pull [policy]', 'always: pull tags again; never: use only images that are present')
    .choices(pullPolicies)
    .argParser((value) => {
      if (pullPolicies.some((policy) => policy === value)) return value
      throw usageError(
        `--pull ${value}: not one of ${pullPolicies.join(', ')}`,
        `write names before it: ${value} --pull`,
      )
    })
    .preset('always')

/** Adds the options to a command. */
export function taking(command: Command, options: readonly Option[]): Command {
  for (const option of options) command.addOption(option)
  return command
}

/** Parser of an option that may be given once. Throws on a second, different value, which would silently replace the first. */
export function one(option: string): (value: string, before?: string) => string {
  return (value, before) => {
    if (before === undefined || before === value) return value
    throw usageError(`${option} names ${before} and ${value}`, 'give the command once for each')
  }
}

/** Parser of a repeatable option: collects all values. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
