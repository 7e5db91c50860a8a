import { type Command, Option } from 'commander'
import { here } from '../remote/here.ts'
import { format, type Runner, stack } from '../options.ts'

/** Adds the verbs that show the overall state: this machine, its engines, what runs. */
export function addMachine(root: Command, run: Runner): void {
  root
    .command('status')
    .description('show the state of everything on one screen')
    .addOption(stack('only this stack, with all hosts, and the files that may concern it'))
    .addOption(format('text', 'json'))
    .action(run(async () => (await import('../commands/status.ts')).status))
  root
    .command('top')
    .description('show the CPU and memory use of tasks, services or nodes')
    .argument('[kind]', 'tasks, services or nodes', 'tasks')
    .addOption(stack())
    .addOption(new Option('--sort-by <measure>', 'sort by this measure, highest first').choices(['cpu', 'memory']))
    .option('-w, --watch', 'refresh every 2 or 3 s')
    .addOption(format('table', 'json'))
    .option('--no-headers', 'omit the header line of a table')
    .action(run(async () => (await import('../commands/top.ts')).top))
  root
    .command('doctor')
    .description('check this machine, its engines and RECONCILE_HOME, and suggest remedies')
    .addOption(format('text', 'json'))
    .action(run(here('doctor', async () => (await import('../bundles/installation.ts')).doctor)))
  addAudit(root, run)
}

function addAudit(root: Command, run: Runner): void {
  root
    .command('audit')
    .description('show who changed what, why, and by which engine calls (docs/audit.md)')
    .addOption(stack())
    .option('--for <name>', 'only this object, such as service/web, and its tasks')
    .option('--by <name>', 'only changes by this token, user, pusher, file or commit')
    .option('--since <time>', 'only what is newer: a duration such as 10m, or a time')
    .addOption(
      new Option('--type <type>', 'only changes, engine calls, refused requests, or gaps').choices([
        'change',
        'call',
        'refused',
        'lost',
      ]),
    )
    .option('--tail <records>', 'only the last records, or all (default: 1000 in a table, all as json)')
    .addOption(format('table', 'json'))
    .action(run(here('audit', async () => (await import('../commands/audit.ts')).audit)))
}
