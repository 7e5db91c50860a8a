import { type Command, Option } from 'commander'
import { acting, format, manifests, type Runner, showValues, taking } from '../options.ts'

/** The help text of `--adopt`. */
export const ADOPT =
  'take over what docker compose or a person made for the stacks, without a restart if it is as declared'

/** Adds the verbs that take over what Compose made, and that print or convert Compose files. */
export function addCompose(root: Command, run: Runner): void {
  taking(root.command('adopt'), [...manifests(), ...acting()])
    .description(
      'take over what already runs: a project of docker compose (`apply --adopt` of its files), or a stack of a swarm',
    )
    .argument('[project]', 'the project, if the files belong to another; one that is already declared needs no files')
    .option(
      '--from-swarm <stack>',
      'print manifests of a stack of a swarm; with -f, move it to them service by service',
    )
    .option('--out <directory>', 'with --from-swarm: write the manifests there')
    .addOption(showValues())
    .action(run(async () => (await import('../commands/adopt.ts')).adopt))
  taking(root.command('config'), manifests())
    .description('print a Compose project with its files merged and resolved, as `docker compose config` does')
    .argument('[services...]', 'only these services and what they depend on')
    .addOption(new Option('--format <format>', 'yaml or json').choices(['yaml', 'json']).default('yaml'))
    .option('-q, --quiet', 'print only what is wrong')
    .addOption(showValues())
    .option('--services', 'print only the names of services')
    .option('--images', 'print only the images')
    .option('--volumes', 'print only the names of volumes')
    .option('--networks', 'print only the names of networks')
    .option('--profiles', 'print only the profiles of all services')
    .option('--variables', 'print the variables that the files use, with their defaults')
    .option('--environment', 'print the values that replace variables')
    .option('--hash <services>', "print docker compose's hash of services, such as web,db or '*'")
    .option('--no-interpolate', 'leave variables as written')
    .option('--no-consistency', 'print even if it refers to things that do not exist')
    .option('--no-normalize', 'omit default names and the default network')
    .option('--no-path-resolution', 'leave paths as written')
    .option('--no-env-resolution', 'keep the names of env files instead of their variables')
    .action(run(async () => (await import('../bundles/files.ts')).config))
  addConvert(root, run)
}

function addConvert(root: Command, run: Runner): void {
  taking(root.command('convert'), manifests())
    .description('convert Compose files to manifests of reconcile.dev/v1')
    .addOption(format('yaml', 'json'))
    .addOption(showValues())
    .action(run(async () => (await import('../bundles/files.ts')).convert))
}
