import type { Command, Option } from 'commander'
import { kindNamed } from '../../api/v1/kinds.ts'
import { sameKind } from './kubectl-only.ts'
import { belowOf, isSetAside, runningVerbs, splitOption, takesNext, verbOf } from './verb.ts'

/** Long options of kubectl that have another name here. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['--namespace', '--stack'],
  ['--filename', '--file'],
])
const NAMES_OF: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  logs: { '--since-time': '--since', '--prefix': '--log-prefix' },
  status: { '-w': '--watch' },
}
/** Options of ANYWAY whose value may be the next word. */
const VALUED: ReadonlySet<string> = new Set(['--chunk-size'])
/**
 * Options that only state what our verbs do anyway: all stacks without -n, directories recursively, each log line with its container's
 * name.
 */
const ANYWAY: Readonly<Record<string, readonly string[]>> = {
  get: ['-A', '--all-namespaces', '--server-print', '--chunk-size', '-R', '--recursive'],
  describe: ['-A', '--all-namespaces', '--show-events', '--chunk-size'],
  events: ['-A', '--all-namespaces', '--chunk-size'],
  top: ['-A', '--all-namespaces'],
  wait: ['-A', '--all-namespaces'],
  logs: ['--all-containers', '--all-pods', '--log-prefix', '--ignore-errors'],
  apply: ['-R', '--recursive', '--server-side', '--validate'],
  delete: ['-R', '--recursive', '--cascade=foreground', '--cascade=background'],
  status: ['--watch'],
  validate: ['-R', '--recursive'],
  plan: ['-R', '--recursive'],
  version: ['--client'],
}
/** Verbs that take names of services, where kubectl takes `KIND NAME…`. */
const OF_SERVICES: ReadonlySet<string> = new Set(
  'scale status history undo retry restart pause resume stop start'.split(' '),
)

/** Translates kubectl's spelling of a command line into ours: `-o=yaml`, `--namespace shop`, `-A`, `--wait=false`, `scale service web`. */
export function kubectlLine(root: Command, argv: readonly string[]): readonly string[] {
  const { at, verb } = verbOf(root, argv)
  if (!verb) return argv
  const below = belowOf(verb, argv[at + 1])
  const from = at + (below ? 2 : 1)
  const line: Line = {
    verb: below ?? verb,
    options: [...(below ?? verb).options, ...root.options],
    isRunning: runningVerbs.has(verb.name()) && !isSetAside(root, argv),
  }
  const words = argv.slice(from)
  return [...argv.slice(0, from), ...withKind(line, rewritten(line, words))]
}

interface Line {
  readonly verb: Command
  readonly options: readonly Option[]
  /** Whether the first word that is no option ends ours: the command of `run` or `exec` follows. */
  readonly isRunning: boolean
}

function rewritten(line: Line, words: readonly string[]): readonly string[] {
  const found: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const isEnd = word === '--' || (line.isRunning && !word.startsWith('-'))
    if (isEnd) return [...found, ...words.slice(at)]
    const [option, ...values] = word.startsWith('-') && word !== '-' ? optionOf(line, word, words[at + 1]) : [word]
    if (option === undefined) {
      if (VALUED.has(word)) at++
      continue
    }
    found.push(option, ...values)
    if (values.length === 0 && word.startsWith('-') && takesNext(line.options, option) && at + 1 < words.length)
      found.push(valueOf(line, option, words[++at] ?? ''))
  }
  return found
}

/** Translates one option; returns none if it states what we do anyway. */
function optionOf({ verb, options }: Line, word: string, next: string | undefined): readonly string[] {
  const { name: written, value } = splitOption(word)
  const name = NAMES_OF[verb.name()]?.[written] ?? NAMES.get(written) ?? written
  const has = (flag: string) => options.some(({ short, long }) => short === flag || long === flag)
  const negated = `--no-${name.slice(2)}`
  if (isAnyway(verb, name, value)) return []
  if (name === '--wait' && has(negated)) return waitOf(value ?? (isDuration(verb, next) ? undefined : 'true'))
  if (!has(name)) return value === 'false' && has(negated) ? [negated] : [word]
  if (value === undefined) return [name]
  const isValued = options.some((option) => [option.short, option.long].includes(name) && isWithValue(option))
  return isValued ? [name, valueOf({ verb }, name, value)] : switched(name, value, word)
}

/** kubectl's `--wait=BOOL` is whether to wait for completion. Ours is how long to wait for a lock, and its value may be the next word. */
function waitOf(value: string | undefined): readonly string[] {
  if (value === 'true') return []
  return value === 'false' ? ['--no-wait'] : ['--wait', ...(value === undefined ? [] : [value])]
}

/** A flag with kubectl's `=true` or `=false`. */
function switched(name: string, value: string, word: string): readonly string[] {
  if (value === 'true') return [name]
  return value === 'false' ? [] : [word]
}

function isAnyway(verb: Command, name: string, value: string | undefined): boolean {
  const known = ANYWAY[verb.name()] ?? []
  return value !== 'false' && (known.includes(name) || known.includes(`${name}=${value}`))
}

/** Whether a word is the duration of our `--wait`. After `apply` any word that is no option is taken for one, except for a plan file. */
function isDuration(verb: Command, value: string | undefined): boolean {
  return value !== undefined && (/^\d/.test(value) || (verb.name() === 'apply' && !value.startsWith('-')))
}

function isWithValue({ required, optional }: Option): boolean {
  return required || optional
}

/** kubectl's `--tail=-1` means all. */
function valueOf({ verb }: Pick<Line, 'verb'>, name: string, value: string): string {
  return verb.name() === 'logs' && name === '--tail' && value === '-1' ? 'all' : value
}

/** Rewrites `scale service web db` to `scale service/web service/db`. */
function withKind({ verb, options }: Line, words: readonly string[]): readonly string[] {
  if (!OF_SERVICES.has(verb.name())) return words
  const names = words.flatMap((word, at) => {
    const before = words[at - 1]
    return word.startsWith('-') || (before !== undefined && takesNext(options, before)) ? [] : [at]
  })
  const [kind, ...rest] = names
  if (kind === undefined || rest.length === 0 || kindNamed(sameKind(words[kind] ?? '')) !== 'Service') return words
  if (rest.some((at) => /[/=]/.test(words[at] ?? ''))) return words
  return words.flatMap((word, at) => (at === kind ? [] : rest.includes(at) ? [`service/${word}`] : [word]))
}
