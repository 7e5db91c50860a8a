import { type Command, Option } from 'commander'
import type { V1Revision } from '../api/v1/generated/types.ts'
import type { Installation } from '../api/v1/installation/installation.ts'
import { kindNamed, kindNames, kinds, type Kind } from '../api/v1/kinds.ts'
import { takenBeforeVerb } from './arguments/compose-line.ts'
import { sameKind } from './arguments/kubectl-only.ts'
import { splitOption } from './arguments/verb.ts'

/** Lists the names of a kind's objects, in one stack or in all; asks `server` where the command line names one. */
export type Names = (kind: Kind, stack: string | undefined, server?: string) => Promise<readonly string[]>

/** Lists the revision numbers of a service. */
export type Numbers = (service: string, stack: string | undefined, server?: string) => Promise<readonly string[]>

/** The lookups that completion needs. */
export interface Known {
  readonly names: Names
  readonly revisions: Numbers
}

/**
 * Returns the candidates for the last of `words`: commands, options, values of options, kinds and names. Empty where the shell should
 * complete, as for files.
 */
export async function complete(
  root: Command,
  words: readonly string[],
  { names, revisions }: Known,
): Promise<readonly string[]> {
  const last = words.at(-1) ?? ''
  const { command, rest, before } = read(root, words.slice(0, -1))
  const server = before.get('server')
  const asked: Asked = {
    names: (kind, stack) => names(kind, stack, server),
    revisions: (service, stack) => revisions(service, stack, server),
    stack: before.get('stack'),
  }
  const [, joined = ''] = /^(--[\w-]+)=/.exec(last) ?? []
  const option = rest.option ?? valued(command, joined)
  const values = option && (await valuesFor(option, command, { args: rest.args, last, asked }))
  const candidates = values
    ? values.map((value) => (joined === '' ? value : `${joined}=${value}`))
    : await wordsFor(command, { ...rest, last, asked })
  return candidates.filter((candidate) => candidate.startsWith(last))
}

/** Looks up names in an installation; rejects when it does not answer. */
export function namesIn(installation: Pick<Installation, 'list'>): Names {
  return async (kind, stack) => {
    const { items } = await installation.list(kind, stack === undefined ? {} : { stack })
    return [...new Set(items.map(({ metadata }) => metadata.name))]
  }
}

interface Read {
  readonly command: Command
  /** The words before the last one: arguments, and the option whose value comes next. */
  readonly rest: { readonly args: readonly string[]; readonly option?: Option }
  /** Values of options, by long name. */
  readonly before: ReadonlyMap<string, string>
}

function read(root: Command, words: readonly string[]): Read {
  let command = root
  let option: Option | undefined
  const args: string[] = []
  const before = new Map<string, string>()
  for (const word of words) {
    if (option) {
      before.set(option.name(), word)
      option = undefined
    } else if (word.startsWith('-')) {
      const { name, value } = splitOption(word)
      const known = valued(command, name)
      if (value === undefined) option = known
      else if (known) before.set(known.name(), value)
    } else {
      const below = args.length === 0 ? command.commands.find((each) => each.name() === word) : undefined
      if (below) command = below
      else args.push(word)
    }
  }
  return { command, rest: { args, ...(option ? { option } : {}) }, before }
}

/** The option that a word names, if the next word is its value. */
function valued(command: Command, word: string): Option | undefined {
  const own = withParents(command).find(({ long, short, required }) => required && (word === long || word === short))
  return own ?? (command.parent ? undefined : BEFORE_VERB.get(word))
}

const STACK = ['-n', '--namespace', '-p', '--project-name']
/** Options accepted before the verb, as docker compose and kubectl have them. Maps each word to the option with its name after the verb. */
const BEFORE_VERB: ReadonlyMap<string, Option> = new Map(
  takenBeforeVerb.map((word) => {
    const name = STACK.includes(word) ? '--stack' : word === '-o' ? '--output' : word
    return [word, new Option(`${name} <value>`)]
  }),
)

/** The options of a command and of its parents. */
function withParents(command: Command): readonly Option[] {
  return [...command.options, ...(command.parent ? withParents(command.parent) : [])]
}

/** Looks up revision numbers in an installation, newest first; rejects when it does not answer. */
export function revisionsIn(installation: Pick<Installation, 'list'>): Numbers {
  return async (service, stack) => {
    const { items } = await installation.list('Revision', stack === undefined ? {} : { stack })
    const own = (items as readonly V1Revision[]).filter(({ spec }) => spec.service === service)
    return own
      .map(({ spec }) => spec.number)
      .sort((a, b) => b - a)
      .map(String)
  }
}

interface Asked extends Known {
  readonly stack: string | undefined
}

const kindWords = kindNames.map((kind) => kinds[kind].plural)

async function valuesFor(option: Option, command: Command, { args, asked }: Position): Promise<readonly string[]> {
  if (option.argChoices) return option.argChoices
  const { names, revisions, stack } = asked
  switch (option.name()) {
    case 'stack':
      return await names('Stack', undefined)
    case 'output':
      return ['table', 'wide', 'yaml', 'json', 'name', 'jsonpath=', 'custom-columns=']
    case 'revision':
    case 'to-revision':
      return await revisions((args[0] ?? '').replace(/^[^/]*\//, ''), stack)
    case 'for':
      return command.name() === 'wait' ? ['condition=Ready', 'jsonpath=', 'create', 'delete'] : []
    default:
      return []
  }
}

interface Position {
  readonly args: readonly string[]
  readonly last: string
  readonly asked: Asked
}

async function wordsFor(command: Command, position: Position): Promise<readonly string[]> {
  if (position.last.startsWith('-')) return optionsOf(command)
  const shown = command.createHelp().visibleCommands(command)
  const below = command.commands.filter((each) => shown.includes(each)).map((each) => each.name())
  return [...(position.args.length === 0 ? below : []), ...(await argumentsFor(command, position))]
}

function optionsOf(command: Command): readonly string[] {
  const before = command.parent ? [] : [...BEFORE_VERB.keys()].filter((word) => word.startsWith('--'))
  return [...withParents(command).flatMap(({ long, hidden }) => (long && !hidden ? [long] : [])), ...before, '--help']
}

/** Verbs whose arguments are services only. */
const OF_SERVICES: ReadonlySet<string> = new Set(['images', 'ps', 'rm', 'run', 'pull', 'build', 'watch'])

/** Verbs whose arguments are services and stacks. */
const OF_STACKS: ReadonlySet<string> = new Set(['restart', 'stop', 'start', 'kill'])

/** Verbs whose arguments are services and tasks. */
const OF_TASKS: ReadonlySet<string> = new Set(['logs', 'cp', 'exec', 'port'])

/** Verbs whose arguments are objects of any kind. */
const OF_OBJECTS: ReadonlySet<string> = new Set(['get', 'describe', 'edit', 'delete', 'wait'])

async function argumentsFor(command: Command, position: Position): Promise<readonly string[]> {
  const { names, stack } = position.asked
  if (command.parent?.name() === 'rollout' || OF_SERVICES.has(command.name())) return await names('Service', stack)
  if (OF_STACKS.has(command.name()))
    return (await Promise.all([names('Service', stack), names('Stack', undefined)])).flat()
  if (OF_TASKS.has(command.name())) return (await Promise.all([names('Service', stack), names('Task', stack)])).flat()
  if (OF_OBJECTS.has(command.name())) return await objectWords(position)
  switch (command.name()) {
    case 'scale':
      return (await names('Service', stack)).map((name) => `${name}=`)
    case 'adopt':
      return position.args.length === 0 ? await names('Stack', undefined) : []
    case 'top':
      return ['tasks', 'services', 'nodes']
    case 'explain':
      return kindNames.map((kind) => kinds[kind].singular)
    case 'completion':
      return shells
    default:
      return []
  }
}

/** The shells that have a completion script. */
export const shells = ['bash', 'zsh', 'fish'] as const

/** Candidates `KIND/NAME`; after a kind, the names of that kind. */
async function objectWords({ args, last, asked }: Position): Promise<readonly string[]> {
  const { names, stack } = asked
  const [word = ''] = last.split('/')
  if (last.includes('/')) {
    const kind = kindNamed(sameKind(word))
    return kind ? (await names(kind, stack)).map((name) => `${word}/${name}`) : []
  }
  const kind = kindNamed(sameKind(args[0] ?? ''))
  if (kind) return await names(kind, stack)
  return args.length === 0 ? kindWords : []
}
