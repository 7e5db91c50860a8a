import type { Command } from 'commander'
import { usageError } from '../usage.ts'
import { firstWord, isSetAside, runningVerbs, verbOf } from './verb.ts'

/**
 * Inserts `--` before the command of `run` and `exec`, as docker does, so that its options are not taken for ours: `run web ls -l`. A `--`
 * that is already there is kept. Throws if the command of exec begins with an option, as docker compose and kubectl interpret that
 * differently.
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
