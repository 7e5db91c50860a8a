import type { Command } from 'commander'
import { asideCommand } from './aside.ts'
import { refuseComposeOnly } from './compose-only.ts'
import { refuseKubectlOnly, refuseKubectlVerb } from './kubectl-only.ts'
import { refuseSwarmWords } from './swarm-words.ts'

/**
 * The command line as it is parsed. Refuses what only kubectl, docker and docker compose have, with its counterpart: kubectl's first,
 * as what docker compose has before every verb, `--dry-run`, is an option of kubectl's own verbs too.
 */
export function ownLine(root: Command, argv: readonly string[]): readonly string[] {
  refuseKubectlVerb(root, argv)
  refuseSwarmWords(root, argv)
  const line = asideCommand(root, argv)
  refuseKubectlOnly(root, line)
  refuseComposeOnly(root, argv)
  return line
}
