import type { Command, Option } from 'commander'

/** Verbs whose last words are a command line to run. */
export const runningVerbs: ReadonlySet<string> = new Set(['run', 'exec'])

/** The verb of a command line, if known, and the index of its word after the options before it. */
export function verbOf(root: Command, argv: readonly string[]): { readonly at: number; readonly verb?: Command } {
  const at = firstWord(root.options, argv, 0)
  const verb = root.commands.find((command) => command.name() === argv[at])
  return verb ? { at, verb } : { at }
}

/** The subcommand that the word after a verb names, such as `status` of `rollout`. */
export function belowOf(verb: Command, word: string | undefined): Command | undefined {
  return verb.commands.find((below) => below.name() === word)
}

/** The index of the first word that is neither an option nor an option's value. */
export function firstWord(options: readonly Option[], argv: readonly string[], from: number): number {
  let at = from
  while (argv[at]?.startsWith('-') && argv[at] !== '-') at += takesNext(options, argv[at] ?? '') ? 2 : 1
  return at
}

/** Whether `--` stands before the command of `run` or `exec`. One after the command's first word belongs to the command. */
export function isSetAside(root: Command, argv: readonly string[]): boolean {
  const { at, verb } = verbOf(root, argv)
  const options = [...(verb?.options ?? []), ...root.options]
  const end = argv.indexOf('--')
  const subject = firstWord(options, argv, at + 1)
  return end >= 0 && (end < subject || argv[subject + 1]?.startsWith('-') === true)
}

/** Whether the next word is the value of the option, or of the last one in combined letters such as `-ite`. */
export function takesNext(options: readonly Option[], word: string): boolean {
  if (!word.startsWith('-')) return false
  if (word.startsWith('--'))
    return !word.includes('=') && options.some(({ long, required }) => long === word && required)
  for (const [index, letter] of [...word.slice(1)].entries()) {
    const valued = options.some(({ short, required }) => short === `-${letter}` && required)
    if (valued) return index === word.length - 2
  }
  return false
}

/** Splits `--name=value` and `-n=value`, as kubectl and docker accept both. */
export function splitOption(word: string): { readonly name: string; readonly value?: string } {
  const [, name, value] = /^(--[^=]+|-[A-Za-z])=(.*)$/s.exec(word) ?? []
  return name === undefined || value === undefined ? { name: word } : { name, value }
}
