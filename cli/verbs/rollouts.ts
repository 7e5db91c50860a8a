import type { Command } from 'commander'
import { acting, progress, pullPolicy, type Runner, stack, taking, timeout, wait } from '../options.ts'

/** Adds the verbs for rollouts, and `restart`, which takes stacks too. */
export function addRollout(root: Command, run: Runner): void {
  const rollout = root.command('rollout').description('manage rollouts')
  rollout
    .command('status')
    .description('follow rollouts until they complete or fail')
    .argument('<services...>', 'NAME, or service/NAME')
    .addOption(stack())
    .addOption(timeout())
    .option('--no-watch', 'print the present state only')
    .action(run(async () => (await import('../commands/rollout-status.ts')).rolloutStatus))
  rollout
    .command('history')
    .description('show the revisions of a service')
    .argument('<service>', 'NAME, or service/NAME')
    .addOption(stack())
    .option('--revision <number>', 'show what this revision runs')
    .action(run(async () => (await import('../commands/rollout-history.ts')).rolloutHistory))
  taking(rollout.command('undo'), [stack(), ...acting()])
    .description('roll services back to a previous revision')
    .argument('<services...>', 'NAME, or service/NAME')
    .option('--to-revision <number>', 'a revision of `rollout history` instead of the previous one')
    .action(run(async () => (await import('../commands/rollout-undo.ts')).rolloutUndo))
  taking(rollout.command('retry'), [stack(), ...acting()])
    .description('retry failed or rolled back rollouts with the same manifest')
    .argument('[names...]', 'a service, or a stack for what failed of it: NAME, service/NAME or stack/NAME')
    .option('--all', 'every failed rollout, of all stacks or of the one of -n')
    .action(run(async () => (await import('../commands/rollout.ts')).retry))
  addRestart(root, rollout, run)
  addRolloutPause(rollout, run)
}

function addRestart(root: Command, rollout: Command, run: Runner): void {
  taking(rollout.command('restart'), [stack(), pullPolicy(), ...acting()])
    .description('replace all tasks of services with new ones, following their update strategy')
    .argument('<services...>', 'NAME, or service/NAME')
    .action(run(async () => (await import('../commands/restart.ts')).rolloutRestart))
  taking(root.command('restart'), [stack(), pullPolicy(), ...acting()])
    .description('replace all tasks of services or stacks with new ones; jobs only if you name them')
    .argument(
      '[names...]',
      'a service or a stack: NAME, service/NAME or stack/NAME; by default everything in the project here',
    )
    .action(run(async () => (await import('../commands/restart.ts')).restart))
}

function addRolloutPause(rollout: Command, run: Runner): void {
  taking(rollout.command('pause'), [stack(), wait(), progress()])
    .description('pause rollouts: what has begun is finished and failures are healed, but no further task is replaced')
    .argument('<services...>', 'NAME, or service/NAME')
    .option('--reason <text>', 'the reason, for others to read')
    .action(run(async () => (await import('../commands/rollout-pause.ts')).rolloutPause))
  taking(rollout.command('resume'), [stack(), wait(), progress()])
    .description('resume paused rollouts')
    .argument('<services...>', 'NAME, or service/NAME')
    .action(run(async () => (await import('../commands/rollout-pause.ts')).rolloutResume))
}
