import type { Command } from 'commander'
import { format, type Runner } from './options.ts'

/** The commands that look at how all of it goes: this machine, its engines, what runs. */
export function addMachine(root: Command, run: Runner): void {
  root
    .command('status')
    .description('say on one screen how all of it stands')
    .addOption(format('text', 'json'))
    .addHelpText('after', STATUS_EXAMPLES)
    .action(run(async () => (await import('./commands/status.ts')).status))
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

const DOCTOR_EXAMPLES = `
Examples:
  reconcile doctor              what is wrong with this machine, its engines and RECONCILE_HOME
  reconcile doctor -o json      the same for programs

Exit: 0 nothing failed, 1 something did.`
