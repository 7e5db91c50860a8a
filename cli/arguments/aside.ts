import type { Command } from 'commander'
import { usageError } from '../usage.ts'
import { firstWord, isSetAside, runningVerbs, verbOf } from './verb.ts'

/**
 * The command line with `--` before the command that `run` and `exec` are to run, so that its options are its own, as docker's
 * command has it: `run web ls -l`. One that has `--` before it says that itself. What exec is given begins with a program, and not with an
 * option of ours: refused, as docker compose and kubectl take it for different things.
 */
export function asideCommand(root: Command, argv: readonly string[]): readonly string[] {
  const { at, verb } = verbOf(root, argv)
  if (!verb || !runningVerbs.has(verb.name()) || isSetAside(root, argv)) return argv
  const subject = firstWord([...verb.options, ...root.options], argv, at + 1)
  const first = argv[subject + 1]
  if (verb.name() === 'exec' && first?.startsWith('-'))
    throw usageError(
      `exec ${argv[subject] ?? ''} ${first}: the command can't begin with ${first}`,
      'put the options of exec before the name, or -- before the command: `reconcile exec -n shop web ls`, `reconcile exec web -n shop -- ls`',
    )
  return first !== undefined ? [...argv.slice(0, subject + 1), '--', ...argv.slice(subject + 1)] : argv
}
