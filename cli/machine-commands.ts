import { type Command, Option } from 'commander'
import { format, type Runner, stack } from './options.ts'

/** The commands that look at how all of it goes: this machine, its engines, what runs. */
export function addMachine(root: Command, run: Runner): void {
  root
    .command('status')
    .description('say on one screen how all of it stands')
    .addOption(format('text', 'json'))
    .addHelpText('after', STATUS_EXAMPLES)
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
    .addHelpText('after', TOP_EXAMPLES)
    .action(run(async () => (await import('./commands/top.ts')).top))
  root
    .command('doctor')
    .description('check this machine, its engines and RECONCILE_HOME, and say what to do')
    .addOption(format('text', 'json'))
    .addHelpText('after', DOCTOR_EXAMPLES)
    .action(run(async () => (await import('./local/parts.ts')).doctor))
}

const STATUS_EXAMPLES = `
Examples:
  reconcile status              what fails, waits, is held or is under way
  reconcile status -o json      the same for programs

Exit: 0 nothing failed, 1 something failed, 5 an engine does not answer, 6 something waits for approval.`

const TOP_EXAMPLES = `
Examples:
  reconcile top                         what each task uses of CPU (100% is one CPU) and memory
  reconcile top services -n shop        the services of a stack, with all their tasks
  reconcile top nodes                   our tasks on each node, and what the node has
  reconcile top --sort-by memory -w     the largest first, again and again`

const DOCTOR_EXAMPLES = `
Examples:
  reconcile doctor              what is wrong with this machine, its engines and RECONCILE_HOME
  reconcile doctor -o json      the same for programs

Exit: 0 nothing failed, 1 something did.`
