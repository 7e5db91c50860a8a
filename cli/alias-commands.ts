import type { Command } from 'commander'
import { acting, manifests, type Runner, stack, taking } from './options.ts'

/** Compose's own words, for hands that know them: each says what it stands for, and does that. */
export function addAliases(root: Command, run: Runner): void {
  taking(root.command('up'), [...manifests(), ...acting()])
    .description("docker compose's word: apply the Compose project of this directory")
    .option('-d, --detach', 'as always: it ends when all is ready')
    .option('--pull', 'ask the registries for newer images of the same tags')
    .option('--build', 'build again what is built')
    .option('--remove-orphans', 'as always: what the last apply had and this one has not goes')
    .action(run(async () => (await import('./commands/compose-words.ts')).up))
  taking(root.command('down'), [...manifests(stack('this stack, in place of what files declare')), ...acting()])
    .description("docker compose's word: delete what the Compose project of this directory declares")
    .option('-v, --volumes', 'volumes too, with their data')
    .option('--remove-orphans', 'with -n: as always')
    .action(run(async () => (await import('./commands/compose-words.ts')).down))
  root
    .command('ps')
    .description("docker compose's word: get the tasks of the Compose project of this directory")
    .argument('[service]', 'only of this service')
    .addOption(stack('of this stack'))
    .option('-a, --all', 'one-off containers too; tasks that do not run are always there')
    .option('-q, --quiet', 'the ids of their containers alone')
    .action(run(async () => (await import('./commands/compose-words.ts')).ps))
  root
    .command('ls')
    .description("docker compose's word: get the stacks that there are")
    .option('-a, --all', 'as always: those too of which nothing runs')
    .option('-q, --quiet', 'their names alone')
    .action(run(async () => (await import('./commands/compose-words.ts')).ls))
  taking(root.command('rm'), [stack(), ...acting()])
    .description("docker compose's word: delete services with their containers")
    .argument('<services...>', 'a service')
    .option('-f, --force', 'as always: nothing is asked')
    .option('-s, --stop', 'as always: what runs is stopped first')
    .action(run(async () => (await import('./commands/compose-words.ts')).rm))
}
