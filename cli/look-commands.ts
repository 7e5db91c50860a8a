import { type Command, Option } from 'commander'
import { collect, format, manifests, type Runner, showValues, stack, taking } from './options.ts'

const FORMATS = 'table, wide, yaml, json, name, jsonpath=TEMPLATE or custom-columns=HEAD:PATH,…'

/** `get` and `describe`. */
export function addGet(root: Command, run: Runner): void {
  root
    .command('get')
    .description('show objects')
    .argument('<what...>', 'KIND[,KIND], KIND/NAME, KIND NAME… or all')
    .addOption(stack())
    .option('-l, --selector <labels>', 'only with these labels, as app=web,tier!=db or "app in (web,db),!old"')
    .option('--field-selector <fields>', 'only with these fields, as status.phase!=Running,spec.node=local')
    .option('-o, --output <format>', FORMATS, 'table')
    .option('--sort-by <path>', 'in the order of a field, as .metadata.creationTimestamp')
    .option('--no-headers', 'without the first line of a table')
    .option('--show-labels', 'with a column of labels, as -l goes by them')
    .option('--ignore-not-found', 'what is named and not there is no failure')
    .option('-w, --watch', 'go on with changes')
    .addOption(showValues())
    .action(run(async () => (await import('./commands/get.ts')).get))
  root
    .command('describe')
    .description('say all about an object, and why it stands as it stands')
    .argument('<names...>', 'KIND/NAME, KIND NAME…, or KIND for all of it')
    .addOption(stack())
    .option('-l, --selector <labels>', 'of a kind those with these labels')
    .addOption(showValues())
    .action(run(async () => (await import('./commands/describe.ts')).describe))
}

/** `events` and `wait`. */
export function addWait(root: Command, run: Runner): void {
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

/** `logs` and `validate`. */
export function addLogs(root: Command, run: Runner): void {
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

/** `explain` and `exec`. */
export function addExec(root: Command, run: Runner): void {
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

/** What makes a shell complete our commands. */
export function addCompletion(root: Command, run: Runner): void {
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
