import { type Command, Option } from 'commander'
import { acting, asAsked, collect, manifests, progress, pullPolicy, type Runner, stack, taking } from './options.ts'

/** Compose's own words, for hands that know them: each says what it stands for, and does that. */
export function addAliases(root: Command, run: Runner): void {
  addUp(root, run)
  taking(root.command('down'), [...manifests(stack('this stack, in place of what files declare')), ...acting()])
    .description("docker compose's word: delete what the Compose project of this directory declares")
    .option('-v, --volumes', 'volumes too, anonymous ones as well, with their data')
    .option('--remove-orphans', 'with the services of the stack that the files do not declare; with -n: as always')
    .action(run(async () => (await import('./commands/compose-words.ts')).down))
  root
    .command('ps')
    .description("docker compose's word: get the tasks of the Compose project of this directory")
    .argument('[services...]', 'only of these services')
    .addOption(stack('of this stack'))
    .option('-a, --all', 'one-off containers too; tasks that do not run are always there')
    .option('-q, --quiet', 'the ids of their containers alone')
    .option('--services', 'the names of their services alone')
    .addOption(new Option('-o, --output <format>', 'as of `get`').default('wide'))
    .addOption(new Option('--format <format>', "docker compose's word for -o").choices(['table', 'json']))
    .action(run(async () => (await import('./commands/compose-words.ts')).ps))
  root
    .command('ls')
    .description("docker compose's word: get the stacks that there are")
    .option('-a, --all', 'as always: those too of which nothing runs')
    .option('-q, --quiet', 'their names alone')
    .action(run(async () => (await import('./commands/compose-words.ts')).ls))
  addImages(root, run)
  taking(root.command('rm'), [stack(), ...acting()])
    .description("docker compose's word: delete services with their containers")
    .argument('<services...>', 'a service')
    .option('-f, --force', 'as always: nothing is asked')
    .option('-s, --stop', 'as always: what runs is stopped first')
    .option('-v, --volumes', 'their anonymous volumes too')
    .action(run(async () => (await import('./commands/compose-words.ts')).rm))
}

function addUp(root: Command, run: Runner): void {
  taking(root.command('up'), [...manifests(), ...asAsked(), ...acting()])
    .description("docker compose's word: apply the Compose project of this directory, or services of it")
    .argument('[services...]', 'only these, and what they depend on; all others stay as they are')
    .option('-d, --detach', 'as always: it ends when all is ready')
    .addOption(pullPolicy())
    .option('--build', 'build again what is built')
    .option('--quiet-pull', 'as always: a pipe has one line for each image')
    .option('--remove-orphans', 'as always: what the last apply had and this one has not goes')
    .action(run(async () => (await import('./commands/compose-words.ts')).up))
}

function addImages(root: Command, run: Runner): void {
  taking(root.command('watch'), [...manifests(), progress()])
    .description("bring running tasks what changes in their sources, as the services' develop.watch says")
    .argument('[services...]', 'only of these services')
    .option('--no-up', 'without an apply first')
    .action(run(async () => (await import('./commands/watch.ts')).watch))
  taking(root.command('pull'), [...manifests(), progress()])
    .description('have the images of manifests on the nodes as the registries have them now; changes nothing that runs')
    .argument('[services...]', 'only of these services')
    .action(run(async () => (await import('./commands/get-images.ts')).pull))
  taking(root.command('build'), [...manifests(), progress()])
    .description('build the images of manifests on the nodes; changes nothing that runs')
    .argument('[services...]', 'only of these services')
    .option('--no-cache', 'all of it anew')
    .option('--pull', 'from images as the registries have them now')
    .addOption(
      new Option('--build-arg <NAME=VALUE>', "with this argument over the files' (again for more)").argParser(collect),
    )
    .action(run(async () => (await import('./commands/get-images.ts')).build))
}
