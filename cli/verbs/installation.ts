import { type Command, Option } from 'commander'
import { here } from '../remote/here.ts'
import { acting, collect, one, type Runner, stack, steal, taking, timeout, wait } from '../options.ts'

/** Adds the verbs that concern an installation as a whole. */
export function addInstallation(root: Command, run: Runner): void {
  addServe(root, run)
  root
    .command('init')
    .description('set up RECONCILE_HOME')
    .option('--installation <name>', 'the name that labels every object it makes')
    .option(
      '--git <directory>',
      'create a repository to push to: each push is checked, planned and applied (docs/git.md)',
    )
    .action(run(here('init', async () => (await import('../bundles/installation.ts')).init)))
  root
    .command('git-hook', { hidden: true })
    .argument('<name>')
    .argument('[args...]')
    .action(run(async () => (await import('../bundles/installation.ts')).gitHook))
  root
    .command('dial-stdio', { hidden: true })
    .option('--socket <path>')
    .action(run(async () => (await import('../commands/dial-stdio.ts')).dialStdio))
  addToken(root, run)
  addBackup(root, run)
  addSecret(root, run)
  root
    .command('version')
    .description('print the version, and that of a running serve')
    .action(run(async () => (await import('../commands/version.ts')).version))
}

function addServe(root: Command, run: Runner): void {
  root
    .command('serve')
    .description('keep the hosts equal to what was applied and to watched directories')
    .addOption(new Option('--watch <directory>', 'a directory of manifests (repeatable)').argParser(collect))
    .addOption(
      new Option(
        '--unwatch <directory>',
        'stop watching a directory, if others declare all that it declares',
      ).argParser(one('--unwatch')),
    )
    .option('--delete', 'with --unwatch: delete what no other directory declares')
    .option('--keep', 'with --unwatch: keep that instead, as if it had been applied')
    .option('--develop', 'sync source changes into tasks, as develop.watch in watched Compose files says')
    .option('--once', 'exit once everything has converged')
    .option('--listen <host:port>', 'also serve the API over TCP, to holders of a token (docs/api.md)')
    .option('--tls-cert <file>', 'the certificate for --listen, PEM; required except on the loopback interface')
    .option('--tls-key <file>', 'the key of the certificate, PEM')
    .option(
      '--notify <url>',
      'notify this webhook of failures and recoveries; @FILE reads it from a file (docs/notifications.md)',
    )
    .option('--notify-token <file>', 'a file with a bearer token for the webhook')
    .addOption(
      new Option('--log-format <format>', 'format of the log (default: RECONCILE_LOG_FORMAT, else text)').choices([
        'text',
        'json',
      ]),
    )
    .addOption(timeout('with --once: '))
    .addOption(wait())
    .addOption(steal())
    .action(run(here('serve', async () => (await import('../bundles/installation.ts')).serve)))
}

function addToken(root: Command, run: Runner): void {
  const token = root.command('token').description('manage tokens for serve --listen')
  token
    .command('create')
    .description('create a token and print it; it is shown only this once')
    .argument('<name>', 'who uses it, such as ci-shop')
    .requiredOption(
      '--role <role>',
      'view (read), edit (also write, logs, exec and plan) or admin (everything, also approve)',
    )
    .action(run(here('token create', async () => (await import('../commands/token.ts')).create)))
  token
    .command('list')
    .description('list tokens with their owners and roles')
    .action(run(here('token list', async () => (await import('../commands/token.ts')).list)))
  token
    .command('delete')
    .description('revoke tokens')
    .argument('<names...>')
    .action(run(here('token delete', async () => (await import('../commands/token.ts')).remove)))
}

function addBackup(root: Command, run: Runner): void {
  root
    .command('backup')
    .description('write the whole installation into one tar, secrets included (docs/backups.md)')
    .argument('<file>', 'the tar to write, readable only by you; or - for standard output')
    .addOption(wait())
    .action(run(async () => (await import('../bundles/installation.ts')).backup))
  root
    .command('restore')
    .description('restore RECONCILE_HOME from a backup; touches no host')
    .argument('<file>', 'a file that backup wrote, or - for standard input')
    .option('--force', 'move an installation that is already there aside')
    .addOption(wait())
    .action(run(here('restore', async () => (await import('../bundles/installation.ts')).restore)))
}

function addSecret(root: Command, run: Runner): void {
  const secret = root.command('secret').description('manage the content of secrets')
  taking(secret.command('create'), acting())
    .description('store the content of a secret in RECONCILE_HOME and declare it; never prints it')
    .argument('<name>', 'its name in the stack')
    .addOption(stack('its stack').makeOptionMandatory())
    .option('--from-file <path>', 'read the content from a file, or with - from standard input, as it is')
    .option('--stdin', 'read the content from standard input, as it is')
    .option('--from-literal <->', 'the same without the final line end; a value on the command line is refused')
    .option('--generate [length]', 'generate this many random letters, digits, - and _ (default: 32)')
    .option('--docker-server <registry>', 'a login for this registry, for imagePullSecrets (default: Docker Hub)')
    .option('--docker-username <name>', 'user name of the login')
    .option('--docker-password-stdin', 'read the password from standard input')
    .option('--replace', 'replace the content of an existing secret; services that mount it are rolled out')
    .action(run(async () => (await import('../commands/secret.ts')).create))
}
