import { type Command, Option } from 'commander'
import { here } from './remote/here.ts'
import { format, type Runner, stack } from './options.ts'

/** The commands that look at how all of it goes: this machine, its engines, what runs. */
export function addMachine(root: Command, run: Runner): void {
  root
    .command('status')
    .description('say on one screen how all of it stands')
    .addOption(format('text', 'json'))
    .action(run(async () => (await import('./commands/status.ts')).status))
  root
    .command('top')
    .description('say what tasks, services or nodes use of CPU and memory')
    .argument('[kind]', 'tasks, services or nodes', 'tasks')
    .addOption(stack())
    .addOption(new Option('--sort-by <measure>', 'those that use most first').choices(['cpu', 'memory']))
    .option('-w, --watch', 'go on, every 2 or 3 s')
    .addOption(format('table', 'json'))
    .option('--no-headers', 'without the first line of a table')
    .action(run(async () => (await import('./commands/top.ts')).top))
  root
    .command('doctor')
    .description('check this machine, its engines and RECONCILE_HOME, and say what to do')
    .addOption(format('text', 'json'))
    .action(run(here('doctor', async () => (await import('./local/installation.ts')).doctor)))
  addAudit(root, run)
}

function addAudit(root: Command, run: Runner): void {
  root
    .command('audit')
    .description('say who changed what, why, and by which engine calls (docs/audit.md)')
    .addOption(stack())
    .option('--for <name>', 'of this object, as service/web, and its tasks')
    .option('--by <name>', 'by this token, user, pusher, file or commit')
    .option('--since <time>', 'only what is newer: 10m, or a time')
    .addOption(
      new Option('--type <type>', 'only changes, engine calls, or what was refused').choices([
        'change',
        'call',
        'refused',
      ]),
    )
    .option('--tail <records>', 'only the last ones, or all (default: 1000 in a table, all as json)')
    .addOption(format('table', 'json'))
    .action(run(here('audit', async () => (await import('./commands/audit.ts')).audit)))
}
