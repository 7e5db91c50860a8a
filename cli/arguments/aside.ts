import type { Command } from 'commander'
import { firstWord, runningVerbs, verbOf } from './verb.ts'

/**
 * The command line with `--` before the command that `run` and `exec` are to run, so that its options are its own, as docker's
 * command has it: `run web ls -l`. One that has `--` says that itself.
 */
export function asideCommand(root: Command, argv: readonly string[]): readonly string[] {
  if (argv.includes('--')) return argv
  const { at, verb } = verbOf(root, argv)
  if (!verb || !runningVerbs.has(verb.name())) return argv
  const subject = firstWord([...verb.options, ...root.options], argv, at + 1)
  return subject + 1 < argv.length ? [...argv.slice(0, subject + 1), '--', ...argv.slice(subject + 1)] : argv
}
