import { Command, Option, type OutputConfiguration } from 'commander'
import { addAliases } from './alias-commands.ts'
import type { Context } from './context.ts'
import { addHelp } from './help/add-help.ts'
import { ADOPT, addCompose } from './compose-commands.ts'
import { exitLine } from './help/verbs.ts'
import { addInstallation } from './installation-commands.ts'
import { addMachine } from './machine-commands.ts'
import {
  acting,
  collect,
  color,
  format,
  manifests,
  progress,
  pullPolicy,
  server,
  showValues,
  type Run,
  type Runner,
  stack,
  taking,
  wait,
} from './options.ts'
import { paint } from './output/paint.ts'
import { addRollout } from './rollout-commands.ts'
import { addTasks } from './task-commands.ts'
import { type ColorChoice, type Terminal, withColor } from './terminal.ts'
import { VERSION_TEXT } from '../api/v1/version-text.ts'

/** All commands with their options; the code of each is loaded when it runs. `done` gets the exit code. */
export function program(context: Context, done: (exit: number) => void): Command {
  const root: Command = new Command('reconcile')
    .description('Keeps plain Docker hosts equal to a directory of manifests.')
    .version(VERSION_TEXT, '-V, --version')
    .showHelpAfterError('(run with --help for what can be said)')
    .helpOption('-h, --help')
    .addOption(color())
    .addOption(server())
    .configureHelp({ showGlobalOptions: true })
    .configureOutput(outputOn(context.terminal, () => terminalFor(root, context).errorColor))
    .addHelpText('after', AFTER)
  const run =
    (load: () => Promise<Run>) =>
    async (...args: unknown[]): Promise<void> => {
      const command = await load()
      // commander hands over the Command itself last.
      const verb = verbOf(args.at(-1) as Command)
      const own = { ...context, ...serverFor(root, context), terminal: terminalFor(root, context), verb }
      done(await (command as (...all: unknown[]) => Promise<number>)(own, ...args.slice(0, -1)))
    }
  for (const add of [
    addApply,
    addScale,
    addPause,
    addPlan,
    addGet,
    addWait,
    addLogs,
    addAliases,
    addExec,
    addTasks,
    addCompose,
    addMachine,
    addInstallation,
    addCompletion,
  ])
    add(root, run)
  addHelp(root)
  return root
}

/** As people write it, without the program's name. */
function verbOf(command: Command): string {
  const above = command.parent?.parent ? `${verbOf(command.parent)} ` : ''
  return `${above}${command.name()}`
}

/** The terminal, with the colours that the command line asks for. */
export function terminalFor(root: Command, { terminal }: Context): Terminal {
  return withColor(terminal, root.opts<{ color?: ColorChoice }>().color)
}

/** The server that the command line names, else the environment. */
function serverFor(root: Command, { env }: Context): Pick<Context, 'server'> {
  const server = root.opts<{ server?: string }>().server ?? env['RECONCILE_SERVER']
  return server ? { server } : {}
}

/** How commander prints help and what is wrong with a command line. */
function outputOn(terminal: Terminal, isColored: () => boolean): OutputConfiguration {
  return {
    getOutHelpWidth: terminal.width,
    getErrHelpWidth: terminal.width,
    outputError: (text, write) => write(text.replace(/^error:/, paint(isColored()).bad)),
  }
}

const FORMATS = 'table, wide, yaml, json, name, jsonpath=TEMPLATE or custom-columns=HEAD:PATH,…'

const AFTER = `
Examples:
  reconcile apply -f compose.yaml       make this host equal to a file, and wait until it is
  reconcile plan -f shop/               say what apply would do
  reconcile get all                     what there is, in all stacks
  reconcile status                      what fails, waits, is held or is under way
  reconcile describe service/web        all about one object, and why it stands as it stands
  reconcile serve --watch /srv/stacks   keep hosts equal to a directory, for good

Exit: ${exitLine([0, 1, 2, 3])},
      ${exitLine([4, 5, 6, 130])}`

function addApply(root: Command, run: Runner): void {
  taking(root.command('apply'), [...manifests(), ...acting()])
    .description('make the hosts equal to manifests')
    .argument('[plan]', 'a file that `plan --out` wrote: exactly that, or nothing')
    .addOption(pullPolicy())
    .option('--build', 'build again what is built')
    .option('--adopt', ADOPT)
    .action(run(async () => (await import('./commands/apply.ts')).apply))
  const all = stack('the stack: where the names are, or, without names, all of it')
  taking(root.command('delete'), [...manifests(all), ...acting()])
    .description('delete objects, what files declare, or a whole stack; volumes only with --volumes')
    .argument('[names...]', 'KIND/NAME, or KIND NAME…')
    .option('--volumes', 'volumes too, with their data')
    .option('--remove-orphans', 'with -f: and the services of their stacks that the files do not declare')
    .action(run(async () => (await import('./commands/delete.ts')).remove))
}

function addScale(root: Command, run: Runner): void {
  taking(root.command('scale'), [stack(), ...acting()])
    .description('set the number of replicas')
    .argument('<services...>', 'NAME=REPLICAS, or NAME with --replicas')
    .option('--replicas <count>', 'how many')
    .option('--large', 'even more than 100, and more than 10 times as many as there are')
    .action(run(async () => (await import('./commands/scale.ts')).scale))
  taking(root.command('edit'), [stack(), ...acting()])
    .description('open the manifest of an object in an editor, and make it so')
    .argument('<name...>', 'KIND/NAME, or KIND NAME')
    .action(run(async () => (await import('./commands/edit.ts')).edit))
  addRollout(root, run)
  taking(root.command('approve'), [stack(), ...acting()])
    .description('let go on what waits for a decision')
    .argument('<subjects...>', 'the id that the hold printed, or KIND/NAME')
    .action(run(async () => (await import('./commands/approve.ts')).approve))
}

function addPause(root: Command, run: Runner): void {
  taking(root.command('pause'), [stack(), wait(), progress()])
    .description('have nothing done for services or stacks; what runs goes on')
    .argument('<names...>', 'service/NAME or stack/NAME')
    .option('--for <duration>', 'it ends by itself after this long, as 2h')
    .option('--reason <text>', 'why, for others')
    .action(run(async () => (await import('./commands/pause.ts')).pause))
  taking(root.command('resume'), [stack(), wait(), progress()])
    .description('end a pause')
    .argument('<names...>', 'service/NAME or stack/NAME')
    .action(run(async () => (await import('./commands/pause.ts')).resume))
}

function addPlan(root: Command, run: Runner): void {
  taking(root.command('plan'), manifests())
    .description('say what apply would do, call by call; changes nothing')
    .addOption(format('text', 'json', 'markdown'))
    .addOption(showValues())
    .option('--exit-code', 'exit 3 when there are changes')
    .option('--adopt', ADOPT)
    .option('--out <file>', 'keep the plan: `apply FILE` does exactly that, or nothing')
    .action(run(async () => (await import('./commands/plan.ts')).plan))
  taking(root.command('simulate'), [...manifests(), progress()])
    .description('the same with events: what happens when a host goes down?')
    .addOption(new Option('--at <event>', 'an event, as "10s node:local=down" (again for more)').argParser(collect))
    .option('--seed <number>', 'chance', '1')
    .action(run(async () => (await import('./commands/plan.ts')).simulate))
}

function addGet(root: Command, run: Runner): void {
  root
    .command('get')
    .description('show objects')
    .argument('<what...>', 'KIND[,KIND], KIND/NAME, KIND NAME… or all')
    .addOption(stack())
    .option('-l, --selector <labels>', 'only with these labels, as app=web,tier!=db')
    .option('-o, --output <format>', FORMATS, 'table')
    .option('--sort-by <path>', 'in the order of a field, as .metadata.creationTimestamp')
    .option('--no-headers', 'without the first line of a table')
    .option('-w, --watch', 'go on with changes')
    .addOption(showValues())
    .action(run(async () => (await import('./commands/get.ts')).get))
  root
    .command('describe')
    .description('say all about an object, and why it stands as it stands')
    .argument('<names...>', 'KIND/NAME, or KIND NAME…')
    .addOption(stack())
    .addOption(showValues())
    .action(run(async () => (await import('./commands/describe.ts')).describe))
}

function addWait(root: Command, run: Runner): void {
  root
    .command('events')
    .description('say what happened, the latest last (a running serve keeps them)')
    .addOption(stack())
    .option('--for <name>', 'to this object, as service/web')
    .option('--types <types>', 'only these: Normal, Warning')
    .addOption(
      new Option('-o, --output <format>', 'table or json (one event per line)')
        .choices(['table', 'json'])
        .default('table'),
    )
    .action(run(async () => (await import('./commands/events.ts')).events))
  root
    .command('wait')
    .description('wait until objects stand as they are to stand')
    .argument('<what...>', 'KIND/NAME, KIND NAME…, or KIND with --all or -l')
    .requiredOption('--for <goal>', "condition=TYPE[=STATUS], jsonpath='{PATH}'[=VALUE], create or delete")
    .addOption(stack())
    .option('-l, --selector <labels>', 'those with these labels')
    .option('--all', 'all of the kind')
    .option('--timeout <duration>', 'give up after this long', '30s')
    .action(run(async () => (await import('./commands/wait.ts')).wait))
}

function addLogs(root: Command, run: Runner): void {
  root
    .command('logs')
    .description('print what services, tasks or whole stacks wrote, by time')
    .argument('[names...]', 'a service, task or container of run, or stack/NAME; none: all of the project here')
    .addOption(stack())
    .option('-f, --follow', 'go on with what comes, of tasks that start later too')
    .option('-p, --previous', 'what ran before in their places: before its last restart, or in a rollout that failed')
    .option('--index <number>', 'of a service: only its replica of this number')
    .option('--tail <lines>', 'only the last lines of each', 'all')
    .option('--since <time>', 'only what is newer: 10m, or a time')
    .option('--until <time>', 'only what is older: 10m, or a time')
    .option('-t, --timestamps', 'with the time of each line')
    .option('--no-log-prefix', "without the container's name before each line")
    .option('--no-color', 'the same as --color never')
    .action(run(async () => (await import('./commands/logs.ts')).logs))
  taking(root.command('validate'), manifests())
    .description('check manifests, without any host')
    .addOption(format('text', 'json', 'junit'))
    .action(run(async () => (await import('./local/files.ts')).validate))
}

function addCompletion(root: Command, run: Runner): void {
  root
    .command('completion')
    .description('print what makes a shell complete commands, kinds and names')
    .argument('<shell>', 'bash, zsh or fish')
    .action(run(async () => (await import('./commands/completion.ts')).completion))
  root
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .action(run(async () => (await import('./commands/completion.ts')).completer(root)))
}

function addExec(root: Command, run: Runner): void {
  root
    .command('explain')
    .description('say what a kind or a field is for')
    .argument('<field>', 'a kind, or a field of it, as service.spec.template.ports')
    .option('--recursive', 'all fields below, with their types alone')
    .action(run(async () => (await import('./local/files.ts')).explain))
  root
    .command('exec')
    .description('run a command in a task')
    .argument('<words...>', 'a service, task or container of run, then the command, after --')
    .addOption(stack())
    .option('--index <number>', 'of a service: its replica of this number')
    .option('-u, --user <user>', 'as this user')
    .option('-w, --workdir <path>', 'in this directory')
    .addOption(new Option('-e, --env <NAME=VALUE>', 'with this variable (again for more)').argParser(collect))
    .option('-i, --stdin', 'with our standard input')
    .option('-t, --tty', 'in a terminal of its own, as large as ours')
    .option('-T, --no-tty', "docker compose's word: with our standard input, and in no terminal")
    .action(run(async () => (await import('./commands/exec.ts')).exec))
}
