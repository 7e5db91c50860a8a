import type { Command } from 'commander'
import { usageError } from '../usage.ts'
import { beforeVerb, type Counterparts, counterparts, everywhere } from './compose-instead.ts'
import { takesNext, verbOf } from './verb.ts'

const NO_GRACE = 'leave it out: how long each has to end is its stop_grace_period'
const IN_FILES = 'leave it out; which file and which name it is says `-f FILE` and `-n NAME`'
const ENDING =
  'write `reconcile run --rm SERVICE`, which starts what it depends on and ends with its exit code; then `reconcile down`'
const ATTACHED = 'leave it out, and read along with `reconcile logs -f`'

/** Options of docker compose that verbs here don't have, each with what to write instead. */
export const instead: Readonly<Record<string, Counterparts>> = {
  ...counterparts,
  up: {
    '--no-recreate': 'name the services that are not there yet: `reconcile up SERVICE` leaves all others as they are',
    '--always-recreate-deps': 'name the dependencies too: `reconcile up --force-recreate db web`',
    '--abort-on-container-failure': ENDING,
    '--abort-on-container-exit': ENDING,
    '--exit-code-from': ENDING,
    '--attach': ATTACHED,
    '--menu': ATTACHED,
    '--no-color': 'write --color never',
    '--no-log-prefix': ATTACHED,
    '--timestamps': ATTACHED,
    '--no-attach': ATTACHED,
    '--attach-dependencies': ATTACHED,
    '--no-build': 'write `reconcile up --pull never`, or leave it out: what is built already is not built again',
    '--no-start':
      'write `reconcile pull` and `reconcile build`, which start nothing; or `reconcile up --scale SERVICE=0`',
    '--wait-timeout': 'write --timeout, as --timeout 90',
    '-p': IN_FILES,
    '-t': NO_GRACE,
    '-V': 'leave it out: what is replaced has new anonymous volumes',
    '--watch': 'write `reconcile watch`',
    '-w': 'write `reconcile watch`',
  },
}

/** Refuses what docker compose's verbs take and ours don't, with its counterpart; what nobody knows is left to be refused by others. */
export function refuseComposeOnly(root: Command, argv: readonly string[]): void {
  const { at, verb } = verbOf(root, argv)
  const own = optionsOf(root)
  for (const option of argv.slice(0, at).map(withoutValue))
    if (!own.has(option)) refuseOption('reconcile', option, beforeVerb)
  if (!verb) return refuseVerb(argv[at] ?? '')
  const [name, words] = [verb.name(), argv.slice(at + 1)]
  // A verb below it is ours: docker compose has none.
  if (verb.commands.some((below) => below.name() === words[0])) return
  refuseOptions(verb, words, new Set([...own, ...optionsOf(verb)]))
  if (name === 'wait' && !words.some((word) => /^(--for(=.*)?|--help|-h)$/.test(word))) refuseVerb(name)
}

function refuseOptions(verb: Command, words: readonly string[], known: ReadonlySet<string | undefined>): void {
  const name = verb.name()
  for (const { word, value } of optionsIn(verb, words)) {
    for (const option of lettersOf(verb, word))
      if (!known.has(option)) refuseOption(name, option, { ...everywhere, ...instead[name] })
    if (name === 'logs' && word === '-n' && /^\d+$/.test(value ?? ''))
      throw usageError(
        `logs -n ${value}: -n is the stack here`,
        `write --tail ${value}; a stack of that name is --stack ${value}`,
      )
  }
}

function optionsOf({ options }: Command): ReadonlySet<string | undefined> {
  return new Set(options.flatMap(({ short, long }) => [short, long]))
}

function refuseVerb(word: string): void {
  const remedy = Object.hasOwn(instead, word) ? instead[word]?.[''] : undefined
  if (remedy !== undefined) throw usageError(`${word} is not here as in docker compose`, remedy)
}

function refuseOption(name: string, option: string, remedies: Counterparts): void {
  const remedy = Object.hasOwn(remedies, option) ? remedies[option] : undefined
  if (remedy !== undefined) throw usageError(`${name} has no ${option}, unlike docker compose`, remedy)
}

function withoutValue(word: string): string {
  return word.startsWith('--') ? (word.split('=')[0] ?? '') : word
}

/** The options of a word: of `-sfv` its letters, up to one that has a value. */
function lettersOf(verb: Command, word: string): readonly string[] {
  if (word.startsWith('--') || word === '-') return [withoutValue(word)]
  const letters = [...word.slice(1)].map((letter) => `-${letter}`)
  const valued = letters.findIndex((letter) => verb.options.some(({ short, required }) => short === letter && required))
  return valued < 0 ? letters : letters.slice(0, valued + 1)
}

interface Word {
  readonly word: string
  readonly value?: string
}

function wordsOf(verb: Command, words: readonly string[]): readonly Word[] {
  const found: Word[] = []
  const options = [...verb.options, ...(verb.parent?.options ?? [])]
  for (let at = 0; at < words.length && words[at] !== '--'; at++) {
    const word = words[at] ?? ''
    const value = words[at + 1]
    if (word.startsWith('-') && takesNext(options, word) && value !== undefined) {
      found.push({ word, value })
      at++
    } else found.push({ word })
  }
  return found
}

/** Verbs whose last words are a command line of its own. */
const RUNNING: ReadonlySet<string> = new Set(['run', 'exec'])

/** Up to the command that `exec` or `run` is to run, whose options are its own. */
function optionsIn(verb: Command, words: readonly string[]): readonly Word[] {
  const all = wordsOf(verb, words)
  const end = RUNNING.has(verb.name()) ? all.findIndex(({ word }) => !word.startsWith('-')) : -1
  return (end < 0 ? all : all.slice(0, end)).filter(({ word }) => word.startsWith('-'))
}
