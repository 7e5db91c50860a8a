import type { Command } from 'commander'
import { usageError } from '../usage.ts'
import { beforeVerb, type Counterparts, counterparts, everywhere, ofUp } from './compose-instead.ts'
import { belowOf, runningVerbs, takesNext, verbOf } from './verb.ts'

/** After a verb, `-V` is a mistake, or an option of docker compose. Printing the version would pass for success. */
const VERSION = '-V'
const VERSION_REMEDY = 'leave it out, or write -v if that is meant; `reconcile -V` is the version'

/** Refuses options and verbs that only docker compose has, naming the counterpart. Unknown ones pass; others refuse those. */
export function refuseComposeOnly(root: Command, argv: readonly string[]): void {
  const { at, verb } = verbOf(root, argv)
  const own = optionsOf(root)
  for (const option of argv.slice(0, at).map(withoutValue))
    if (!own.has(option)) refuseOption('reconcile', option, beforeVerb)
  if (!verb) return refuseVerb(argv[at] ?? '')
  const [name, words] = [verb.name(), argv.slice(at + 1)]
  // docker compose has no such subcommand, so this is ours.
  if (belowOf(verb, words[0])) return
  const known = new Set([...own, ...optionsOf(verb)])
  if (!optionsOf(verb).has(VERSION)) known.delete(VERSION)
  refuseOptions(verb, words, known)
  // With KIND/NAME, `wait` is kubectl's.
  if (name === 'wait' && !words.some((word) => /^(--for(=.*)?|--help|-h|\w+\/.*)$/.test(word))) refuseVerb(name)
}

function refuseOptions(verb: Command, words: readonly string[], known: ReadonlySet<string | undefined>): void {
  const name = verb.name()
  const instead = name === 'apply' ? ofUp : counterparts[name]
  for (const { word, value } of optionsIn(verb, words)) {
    for (const option of lettersOf(verb, word))
      if (!known.has(option)) refuseOption(name, option, { ...everywhere, ...instead })
    if (!known.has(VERSION) && lettersOf(verb, word).includes(VERSION))
      throw usageError(`${name} has no ${VERSION}`, VERSION_REMEDY)
    if (name === 'logs' && word === '-n' && /^\d+$/.test(value ?? ''))
      throw usageError(
        `logs -n ${value}: -n is the stack here`,
        `write --tail ${value}; a stack of that name is --stack ${value}`,
      )
  }
  refuseServices(verb, words)
}

/**
 * Refuses service names where docker compose takes them and we don't. For `down web`, the usual hint would suggest plain `down`, which
 * deletes the whole project.
 */
function refuseServices(verb: Command, words: readonly string[]): void {
  const remedy = counterparts[verb.name()]?.['SERVICE']
  const named = wordsOf(verb, words).find(({ word }) => !word.startsWith('-'))
  if (remedy === undefined || !named) return
  throw usageError(`${verb.name()} ${named.word}: ${verb.name()} takes no services, unlike docker compose's`, remedy)
}

function optionsOf({ options }: Command): ReadonlySet<string | undefined> {
  return new Set(options.flatMap(({ short, long }) => [short, long]))
}

function refuseVerb(word: string): void {
  const remedy = Object.hasOwn(counterparts, word) ? counterparts[word]?.[''] : undefined
  if (remedy !== undefined) throw usageError(`${word} is not here as in docker compose`, remedy)
}

function refuseOption(name: string, option: string, remedies: Counterparts): void {
  const remedy = Object.hasOwn(remedies, option) ? remedies[option] : undefined
  if (remedy !== undefined) throw usageError(`${name} has no ${option}, unlike docker compose`, remedy)
}

function withoutValue(word: string): string {
  return word.startsWith('--') ? (word.split('=')[0] ?? '') : word
}

/** The options in a word: for `-sfv` each letter, up to one that takes a value. */
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

/** The options of a verb; ends before the command of `exec` or `run`. */
function optionsIn(verb: Command, words: readonly string[]): readonly Word[] {
  const all = wordsOf(verb, words)
  const end = runningVerbs.has(verb.name()) ? all.findIndex(({ word }) => !word.startsWith('-')) : -1
  return (end < 0 ? all : all.slice(0, end)).filter(({ word }) => word.startsWith('-'))
}
