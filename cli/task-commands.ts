import { type Command, Option } from 'commander'
import { acting, format, type Runner, stack, taking } from './options.ts'

/** The commands that work in tasks, with what they have. */
export function addTasks(root: Command, run: Runner): void {
  taking(root.command('stop'), [stack(), ...acting()])
    .description('end the tasks of services or stacks, dependents first, and keep none until start')
    .argument('<names...>', 'STACK, SERVICE or KIND/NAME')
    .action(run(async () => (await import('./commands/restart.ts')).stop))
  taking(root.command('start'), [stack(), ...acting()])
    .description('run what was stopped again')
    .argument('<names...>', 'STACK, SERVICE or KIND/NAME')
    .action(run(async () => (await import('./commands/restart.ts')).start))
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
  root
    .command('images')
    .description('say which images the tasks run')
    .argument('[services...]', 'only of these services')
    .addOption(stack())
    .option('-q, --quiet', 'their ids alone')
    .addOption(format('table', 'json'))
    .action(run(async () => (await import('./commands/images.ts')).images))
  root
    .command('port')
    .description('say where a port of a task is published')
    .argument('<name>', 'a service or task')
    .argument('[port]', 'in the container, as 80 or 53/udp; none: all that are published')
    .addOption(stack())
    .option('--index <number>', 'of a service: its replica of this number')
    .addOption(new Option('--protocol <protocol>', 'of the port').choices(['tcp', 'udp', 'sctp']).default('tcp'))
    .action(run(async () => (await import('./commands/port.ts')).port))
}
