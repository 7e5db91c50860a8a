import { type Command, Option } from 'commander'
import { here } from './remote/here.ts'
import { acting, collect, type Runner, steal, taking, timeout, wait } from './options.ts'

/** The commands that work on an installation as a whole. */
export function addInstallation(root: Command, run: Runner): void {
  addServe(root, run)
  root
    .command('init')
    .description('set up RECONCILE_HOME')
    .option('--installation <name>', 'the name that is on every object it makes')
    .option('--git <directory>', 'a repository to push to: what is pushed is checked, planned and live (docs/git.md)')
    .action(run(here('init', async () => (await import('./local/installation.ts')).init)))
  root
    .command('git-hook', { hidden: true })
    .argument('<name>')
    .argument('[args...]')
    .action(run(async () => (await import('./local/installation.ts')).gitHook))
  root
    .command('dial-stdio', { hidden: true })
    .option('--socket <path>')
    .action(run(async () => (await import('./commands/dial-stdio.ts')).dialStdio))
  addToken(root, run)
  addBackup(root, run)
  addSecret(root, run)
  root
    .command('version')
    .description('print the version, and that of a running serve')
    .action(run(async () => (await import('./commands/version.ts')).version))
}

function addServe(root: Command, run: Runner): void {
  root
    .command('serve')
    .description('keep the hosts equal to what was applied and to watched directories')
    .addOption(new Option('--watch <directory>', 'a directory of manifests (again for more)').argParser(collect))
    .option('--unwatch <directory>', 'forget a directory that was watched; what no other one declares is deleted')
    .option('--develop', 'bring tasks what changes in their sources, as develop.watch in watched Compose files says')
    .option('--once', 'end when all is converged')
    .option('--listen <host:port>', 'serve the API over TCP as well, to who has a token (docs/api.md)')
    .option('--tls-cert <file>', 'the certificate for --listen, PEM; needed but on the loopback')
    .option('--tls-key <file>', 'its key, PEM')
    .option(
      '--notify <url>',
      'tell this webhook what fails and recovers; @FILE has it in a file (docs/notifications.md)',
    )
    .option('--notify-token <file>', 'a file with a bearer token for it')
    .addOption(
      new Option('--log-format <format>', 'of its log (default: RECONCILE_LOG_FORMAT, else text)').choices([
        'text',
        'json',
      ]),
    )
    .addOption(timeout('with --once: '))
    .addOption(wait())
    .addOption(steal())
    .action(run(here('serve', async () => (await import('./local/installation.ts')).serve)))
}

function addToken(root: Command, run: Runner): void {
  const token = root.command('token').description('work on tokens for serve --listen')
  token
    .command('create')
    .description('make a token and print it, this once')
    .argument('<name>', 'for whom it is, as ci-shop')
    .requiredOption(
      '--role <role>',
      'view (reads), edit (writes, logs, exec, plans as well) or admin (all; approve as well)',
    )
    .action(run(here('token create', async () => (await import('./commands/token.ts')).create)))
  token
    .command('list')
    .description('show who has tokens, and which roles')
    .action(run(here('token list', async () => (await import('./commands/token.ts')).list)))
  token
    .command('delete')
    .description('make tokens of no more use')
    .argument('<names...>')
    .action(run(here('token delete', async () => (await import('./commands/token.ts')).remove)))
}

function addBackup(root: Command, run: Runner): void {
  root
    .command('backup')
    .description('write all of the installation into one tar, its secrets too (docs/backups.md)')
    .argument('<file>', 'the tar, which only you can read; or - for standard output')
    .addOption(wait())
    .action(run(async () => (await import('./local/installation.ts')).backup))
  root
    .command('restore')
    .description('make RECONCILE_HOME what a backup holds; touches no host')
    .argument('<file>', 'what backup wrote, or - for standard input')
    .option('--force', 'where an installation is there already: move it beside')
    .addOption(wait())
    .action(run(here('restore', async () => (await import('./local/installation.ts')).restore)))
}

function addSecret(root: Command, run: Runner): void {
  const secret = root.command('secret').description('work on the bytes of secrets')
  taking(secret.command('create'), acting())
    .description('keep the bytes of a secret in RECONCILE_HOME, and declare it; prints none of them')
    .argument('<name>', 'its name in the stack')
    .requiredOption('-n, --stack <stack>', 'its stack')
    .option('--from-file <path>', 'the bytes of a file, as they are')
    .option('--stdin', 'those of standard input, as they are')
    .option('--from-literal <->', 'the same without the line end; never a value in the command line')
    .option('--generate [length]', 'that many random letters, digits, - and _ (default: 32)')
    .option('--docker-server <registry>', 'a login for this registry, for imagePullSecrets (default: Docker Hub)')
    .option('--docker-username <name>', 'the name of that login')
    .option('--docker-password-stdin', 'its password comes on standard input')
    .option('--replace', 'give one that is there other bytes: what mounts it is rolled out')
    .action(run(async () => (await import('./commands/secret.ts')).create))
}
