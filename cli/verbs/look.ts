import { type Command, Option } from 'commander'
import { collect, format, manifests, type Runner, showValues, stack, taking } from '../options.ts'

const FORMATS = 'table, wide, yaml, json, name, jsonpath=TEMPLATE or custom-columns=HEAD:PATH,…'

/** Adds `get` and `describe`. */
export function addGet(root: Command, run: Runner): void {
  root
    .command('get')
    .description('list objects')
    .argument('<what...>', 'KIND[,KIND], KIND/NAME, KIND NAME… or all')
    .addOption(stack())
    .option(
      '-l, --selector <labels>',
      'only objects with these labels, such as app=web,tier!=db or "app in (web,db),!old"',
    )
    .option(
      '--field-selector <fields>',
      'only objects with these fields, such as status.phase!=Running,spec.node=local',
    )
    .option('-o, --output <format>', FORMATS, 'table')
    .option('--sort-by <path>', 'sort by a field, such as .metadata.creationTimestamp')
    .option('--no-headers', 'omit the header line of a table')
    .option('--show-labels', 'add a column of the labels that -l matches')
    .option('--ignore-not-found', 'do not fail if a named object does not exist')
    .option('-w, --watch', 'keep watching for changes')
    .addOption(showValues())
    .action(run(async () => (await import('../commands/get.ts')).get))
  root
    .command('describe')
    .description('show everything about an object, and why it is in its present state')
    .argument('<names...>', 'KIND/NAME, KIND NAME…, or KIND for all of that kind')
    .addOption(stack())
    .option('-l, --selector <labels>', 'with a kind: only objects with these labels')
    .addOption(showValues())
    .action(run(async () => (await import('../commands/describe.ts')).describe))
}

/** Adds `events` and `wait`. */
export function addWait(root: Command, run: Runner): void {
  root
    .command('events')
    .description('list events, the latest last (a running serve keeps them)')
    .addOption(stack())
    .option('--for <name>', 'only events of this object, such as service/web')
    .option('--types <types>', 'only these: Normal, Warning')
    .addOption(
      new Option('-o, --output <format>', 'table or json (one event per line)')
        .choices(['table', 'json'])
        .default('table'),
    )
    .action(run(async () => (await import('../commands/events.ts')).events))
  root
    .command('wait')
    .description('wait until objects are ready, or meet a condition')
    .argument('<what...>', 'KIND/NAME, KIND NAME…, or KIND with --all or -l')
    .requiredOption('--for <goal>', "condition=TYPE[=STATUS], jsonpath='{PATH}'[=VALUE], create or delete")
    .addOption(stack())
    .option('-l, --selector <labels>', 'only objects with these labels')
    .option('--all', 'all objects of the kind')
    .option('--timeout <duration>', 'give up after this long; 0: look once', '30s')
    .action(run(async () => (await import('../commands/wait.ts')).wait))
}

/** Adds `logs` and `validate`. */
export function addLogs(root: Command, run: Runner): void {
  root
    .command('logs')
    .description('print the logs of services, tasks or whole stacks, in order of time')
    .argument(
      '[names...]',
      'a service, a task, a container of `run` or stack/NAME; by default everything in the project here',
    )
    .addOption(stack())
    .option('-f, --follow', 'follow new output, also of tasks that start later')
    .option('-p, --previous', 'logs of the previous run: before the last restart, or in a rollout that failed')
    .option('--index <number>', 'only the replica with this number')
    .option('--tail <lines>', 'only the last lines of each container', 'all')
    .option('--since <time>', 'only what is newer: a duration such as 10m, or a time')
    .option('--until <time>', 'only what is older: a duration such as 10m, or a time')
    .option('-t, --timestamps', 'print the time of each line')
    .option('--no-log-prefix', 'omit the container name before each line')
    .option('--no-color', 'the same as --color never')
    .action(run(async () => (await import('../commands/logs.ts')).logs))
  taking(root.command('validate'), manifests())
    .description('check manifests without contacting any host')
    .addOption(format('text', 'json', 'junit'))
    .action(run(async () => (await import('../bundles/files.ts')).validate))
}

/** Adds `explain` and `exec`. */
export function addExec(root: Command, run: Runner): void {
  root
    .command('explain')
    .description('explain a kind or a field')
    .argument('<field>', 'a kind or one of its fields, such as service.spec.template.ports')
    .option('--recursive', 'list all fields below it, with their types only')
    .action(run(async () => (await import('../bundles/files.ts')).explain))
  root
    .command('exec')
    .description('run a command in a task')
    .argument('<words...>', 'a service, a task or a container of `run`; then -- and the command')
    .addOption(stack())
    .option('--index <number>', 'the replica with this number')
    .option('-u, --user <user>', 'user that runs the command')
    .option('-w, --workdir <path>', 'working directory of the command')
    .addOption(
      new Option(
        '-e, --env <NAME=VALUE>',
        'set a variable; NAME alone takes its value from here (repeatable)',
      ).argParser(collect),
    )
    .option('-i, --stdin', 'pass standard input to the command')
    .option('-t, --tty', 'allocate a terminal of the same size as this one')
    .option('-T, --no-tty', 'as docker compose: pass standard input, allocate no terminal')
    .action(run(async () => (await import('../commands/exec.ts')).exec))
}

/** Adds `completion`, and the hidden verb that its scripts call. */
export function addCompletion(root: Command, run: Runner): void {
  root
    .command('completion')
    .description('print a completion script for your shell')
    .argument('<shell>', 'bash, zsh or fish')
    .action(run(async () => (await import('../commands/completion.ts')).completion))
  root
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .action(run(async () => (await import('../commands/completion.ts')).completer(root)))
}
