import { type Command, Option } from 'commander'
import {
  acting,
  asAsked,
  collect,
  manifests,
  progress,
  PRUNE,
  pullPolicy,
  type Runner,
  stack,
  taking,
} from '../options.ts'

/** Adds docker compose's own verbs. Each prints the command of ours that it stands for, and runs that. */
export function addAliases(root: Command, run: Runner): void {
  addUp(root, run)
  taking(root.command('down'), [...manifests(stack('this stack, instead of what files declare')), ...acting()])
    .description('as docker compose: delete everything that the Compose project of this directory declares')
    .option('-v, --volumes', 'delete volumes too, anonymous ones included, with their data')
    .option(
      '--remove-orphans',
      'also services of the stack that the files do not declare, and what another home applied',
    )
    .action(run(async () => (await import('../commands/compose-words.ts')).down))
  root
    .command('ps')
    .description('as docker compose: list the tasks of the Compose project of this directory')
    .argument('[services...]', 'only of these services')
    .addOption(stack('the stack'))
    .option('-a, --all', 'include one-off containers; tasks that do not run are always listed')
    .option('-q, --quiet', 'print only container ids')
    .option('--services', 'print only the names of services')
    .addOption(new Option('-o, --output <format>', 'as for `get`').default('wide'))
    .addOption(new Option('--format <format>', 'as docker compose: the same as -o').choices(['table', 'json']))
    .action(run(async () => (await import('../commands/compose-words.ts')).ps))
  root
    .command('ls')
    .description('as docker compose: list the stacks')
    .option('-a, --all', 'accepted; stacks of which nothing runs are always listed')
    .option('-q, --quiet', 'print only names')
    .action(run(async () => (await import('../commands/compose-words.ts')).ls))
  addImages(root, run)
  taking(root.command('rm'), [stack(), ...acting()])
    .description('as docker compose: delete services and their containers')
    .argument('<names...>', 'a service, or a one-off container that `ps -a` lists')
    .option('-f, --force', 'accepted; nothing is ever asked')
    .option('-s, --stop', 'accepted; running containers are always stopped first')
    .option('-v, --volumes', 'delete their anonymous volumes too')
    .action(run(async () => (await import('../commands/compose-words.ts')).rm))
}

function addUp(root: Command, run: Runner): void {
  taking(root.command('up'), [...manifests(), ...asAsked(), ...acting()])
    .description('as docker compose: apply the Compose project of this directory, or some of its services')
    .argument('[services...]', 'only these and what they depend on; others stay as they are')
    .option('-d, --detach', 'accepted; it always returns once everything is ready')
    .addOption(pullPolicy())
    .option('--build', 'rebuild images even if nothing changed')
    .option('--quiet-pull', 'accepted; a pipe gets one line for each image anyway')
    .option('--remove-orphans', PRUNE)
    .action(run(async () => (await import('../commands/compose-words.ts')).up))
}

function addImages(root: Command, run: Runner): void {
  taking(root.command('watch'), [...manifests(), progress()])
    .description('sync source changes into running tasks, as develop.watch of the services says')
    .argument('[services...]', 'only of these services')
    .option('--no-up', 'do not apply first')
    .action(run(async () => (await import('../commands/watch.ts')).watch))
  taking(root.command('pull'), [...manifests(), progress()])
    .description('pull the images of manifests onto the nodes; changes nothing that runs')
    .argument('[services...]', 'only of these services')
    .action(run(async () => (await import('../commands/get-images.ts')).pull))
  taking(root.command('build'), [...manifests(), progress()])
    .description('build the images of manifests on the nodes; changes nothing that runs')
    .argument('[services...]', 'only of these services')
    .option('--no-cache', 'build without the cache')
    .option('--pull', 'pull base images again first')
    .addOption(
      new Option('--build-arg <NAME=VALUE>', 'set a build argument, overriding the files (repeatable)').argParser(
        collect,
      ),
    )
    .action(run(async () => (await import('../commands/get-images.ts')).build))
}
