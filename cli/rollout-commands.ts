import type { Command } from 'commander'
import { acting, progress, type Runner, stack, taking, timeout, wait } from './options.ts'

/** The commands on rollouts, and the restart that is one of a stack as well. */
export function addRollout(root: Command, run: Runner): void {
  const rollout = root.command('rollout').description('work on rollouts')
  rollout
    .command('status')
    .description('say how rollouts go, until they are complete or failed')
    .argument('<services...>', 'NAME, or service/NAME')
    .addOption(stack())
    .addOption(timeout())
    .option('--no-watch', 'only how they stand now')
    .action(run(async () => (await import('./commands/rollout-status.ts')).rolloutStatus))
  rollout
    .command('history')
    .description('show the revisions of a service')
    .argument('<service>', 'NAME, or service/NAME')
    .addOption(stack())
    .option('--revision <number>', 'what this one runs')
    .action(run(async () => (await import('./commands/rollout-history.ts')).rolloutHistory))
  taking(rollout.command('undo'), [stack(), ...acting()])
    .description('run again what services ran before')
    .argument('<services...>', 'NAME, or service/NAME')
    .option('--to-revision <number>', 'this one of `rollout history`, not the one before the present one')
    .action(run(async () => (await import('./commands/rollout-undo.ts')).rolloutUndo))
  taking(rollout.command('retry'), [stack(), ...acting()])
    .description('begin a failed or rolled back rollout anew, of the same manifest')
    .argument('<services...>', 'NAME, or service/NAME')
    .action(run(async () => (await import('./commands/rollout.ts')).retry))
  addRestart(root, rollout, run)
  addRolloutPause(rollout, run)
}

function addRestart(root: Command, rollout: Command, run: Runner): void {
  taking(rollout.command('restart'), [stack(), ...acting()])
    .description('replace all tasks of services by new ones, as their update strategy says; nothing else changes')
    .argument('<services...>', 'NAME, or service/NAME')
    .action(run(async () => (await import('./commands/restart.ts')).rolloutRestart))
  taking(root.command('restart'), [stack(), ...acting()])
    .description('replace all tasks of services or stacks by new ones; jobs only where they are named')
    .argument('[names...]', 'a service or a stack: NAME, service/NAME or stack/NAME; none: all of the project here')
    .action(run(async () => (await import('./commands/restart.ts')).restart))
}

function addRolloutPause(rollout: Command, run: Runner): void {
  taking(rollout.command('pause'), [stack(), wait(), progress()])
    .description('have no more tasks of services replaced; what is begun is finished, and what fails is healed')
    .argument('<services...>', 'NAME, or service/NAME')
    .option('--reason <text>', 'why, for others')
    .action(run(async () => (await import('./commands/rollout-pause.ts')).rolloutPause))
  taking(rollout.command('resume'), [stack(), wait(), progress()])
    .description('let rollouts go on that were paused')
    .argument('<services...>', 'NAME, or service/NAME')
    .action(run(async () => (await import('./commands/rollout-pause.ts')).rolloutResume))
}
