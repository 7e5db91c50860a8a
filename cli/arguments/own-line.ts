import type { Command } from 'commander'
import { asideCommand } from './aside.ts'
import { refuseComposeOnly } from './compose-only.ts'
import { refuseKamalWords } from './kamal-only.ts'
import { refuseKubectlOnly, refuseKubectlVerb } from './kubectl-only.ts'
import { refuseSwarmWords } from './swarm-words.ts'

/**
 * Returns the command line to parse. Refuses options and verbs that only kubectl, docker, docker compose or kamal have, naming the
 * counterpart. Kubectl's are checked before those of docker compose: `--dry-run`, which docker compose takes before every verb, is also an
 * option of kubectl's own verbs.
 */
export function ownLine(root: Command, argv: readonly string[]): readonly string[] {
  refuseKamalWords(root, argv)
  refuseKubectlVerb(root, argv)
  refuseSwarmWords(root, argv)
  const line = asideCommand(root, argv)
  refuseKubectlOnly(root, line)
  refuseComposeOnly(root, argv)
  return line
}
