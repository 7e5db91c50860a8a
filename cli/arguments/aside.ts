import type { Command, Option } from 'commander'

/** Verbs whose last words are a command line of its own. */
const RUNNING: ReadonlySet<string> = new Set(['run', 'exec'])

/**
 * The command line with `--` before the command that `run` and `exec` are to run, so that its options are its own, as docker's
 * command has it: `run web ls -l`. One that has `--` says that itself.
 */
export function asideCommand(root: Command, argv: readonly string[]): readonly string[] {
  if (argv.includes('--')) return argv
  const at = firstWord(root.options, argv, 0)
  const verb = root.commands.find((command) => command.name() === argv[at])
  if (!verb || !RUNNING.has(verb.name())) return argv
  const subject = firstWord([...verb.options, ...root.options], argv, at + 1)
  return subject + 1 < argv.length ? [...argv.slice(0, subject + 1), '--', ...argv.slice(subject + 1)] : argv
}

/** Where the first word stands that is no option, and no value of one. */
function firstWord(options: readonly Option[], argv: readonly string[], from: number): number {
  let at = from
  while (argv[at]?.startsWith('-') && argv[at] !== '-') at += takesNext(options, argv[at] ?? '') ? 2 : 1
  return at
}

/** Whether the next word is the value of an option, or of the last of several in one word, as `-ite`. */
export function takesNext(options: readonly Option[], word: string): boolean {
  if (word.startsWith('--'))
    return !word.includes('=') && options.some(({ long, required }) => long === word && required)
  for (const [index, letter] of [...word.slice(1)].entries()) {
    const valued = options.some(({ short, required }) => short === `-${letter}` && required)
    if (valued) return index === word.length - 2
  }
  return false
}
