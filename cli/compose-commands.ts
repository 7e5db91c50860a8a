import { type Command, Option } from 'commander'
import { acting, format, manifests, type Runner, showValues, taking } from './options.ts'

/** What `--adopt` is for. */
export const ADOPT =
  'what docker compose, or a person, made for the stacks becomes ours, without a restart where it is as declared'

/** The commands that take over what Compose made, and that print what its files come to. */
export function addCompose(root: Command, run: Runner): void {
  taking(root.command('adopt'), [...manifests(), ...acting()])
    .description(
      'take over what runs: `apply --adopt` of the files of a project of docker compose, or of a stack of a swarm',
    )
    .argument(
      '[project]',
      'the project, where the files are not to be of another; one that is declared already needs no files',
    )
    .option(
      '--from-swarm <stack>',
      'print manifests of what a stack of a swarm is; with -f, move it service by service to what these declare',
    )
    .option('--out <directory>', 'with --from-swarm: write the manifests there')
    .addOption(showValues())
    .action(run(async () => (await import('./commands/adopt.ts')).adopt))
  taking(root.command('config'), manifests())
    .description('print a Compose project as its files come to, as `docker compose config` does')
    .argument('[services...]', 'only these services, and those that they depend on')
    .addOption(new Option('--format <format>', 'yaml or json').choices(['yaml', 'json']).default('yaml'))
    .option('-q, --quiet', 'print nothing but what is wrong')
    .addOption(showValues())
    .option('--services', 'only the names of the services')
    .option('--images', 'only the images')
    .option('--volumes', 'only the names of the volumes')
    .option('--networks', 'only the names of the networks')
    .option('--profiles', 'only the profiles, of all services')
    .option('--variables', 'the variables that the files name, with their defaults')
    .option('--environment', 'what variables are replaced by')
    .option('--hash <services>', "the hash that docker compose has of services, as web,db or '*'")
    .option('--no-interpolate', 'with variables as they are written')
    .option('--no-consistency', 'also where it names what is not there')
    .option('--no-normalize', 'without the names and the network that nobody wrote')
    .option('--no-path-resolution', 'with paths as they are written')
    .option('--no-env-resolution', 'with the names of env files, and not their variables')
    .action(run(async () => (await import('./local/files.ts')).config))
  addConvert(root, run)
}

function addConvert(root: Command, run: Runner): void {
  taking(root.command('convert'), manifests())
    .description('print manifests of reconcile.dev/v1 that say what Compose files say')
    .addOption(format('yaml', 'json'))
    .addOption(showValues())
    .action(run(async () => (await import('./local/files.ts')).convert))
}
