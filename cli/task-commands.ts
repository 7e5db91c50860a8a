import type { Command } from 'commander'
import { type Runner, stack } from './options.ts'

/** The commands that work in tasks, with what they have. */
export function addTasks(root: Command, run: Runner): void {
  root
    .command('cp')
    .description('copy files between here and a task')
    .argument('<from>', 'TASK:PATH or SERVICE:PATH, a local path, or - for a tar from standard input')
    .argument('<to>', 'the same; - for a tar to standard output')
    .addOption(stack())
    .option('--index <number>', 'of a service: its replica of this number')
    .option('-a, --archive', 'owners too: in a task those of its user, here those of the archive')
    .option('-L, --follow-link', 'what a link leads to in place of the link')
    .action(run(async () => (await import('./commands/cp.ts')).cp))
}
