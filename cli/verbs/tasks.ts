import { type Command, Option } from 'commander'
import { pullPolicies } from '../../api/v1/installation/one-off.ts'
import type { ImagesOptions } from '../commands/images.ts'
import type { ImagesPruneOptions } from '../commands/images-prune.ts'
import type { Context } from '../context.ts'
import { acting, collect, format, progress, type Runner, stack, taking, wait } from '../options.ts'

/** Adds the verbs that work on tasks. */
export function addTasks(root: Command, run: Runner): void {
  taking(root.command('stop'), [stack(), ...acting()])
    .description('stop the tasks of services or stacks, dependents first, until you start them again')
    .argument(
      '[names...]',
      'STACK, SERVICE, KIND/NAME or a one-off container; by default everything in the project here',
    )
    .action(run(async () => (await import('../commands/restart.ts')).stop))
  taking(root.command('start'), [stack(), ...acting()])
    .description('start what was stopped')
    .argument('[names...]', 'STACK, SERVICE or KIND/NAME; by default everything in the project here')
    .action(run(async () => (await import('../commands/restart.ts')).start))
  addKill(root, run)
  addRun(root, run)
  root
    .command('cp')
    .description('copy files between here and a task')
    .argument('<from>', 'TASK:PATH or SERVICE:PATH, a local path, or - to read a tar from standard input')
    .argument('<to>', 'the same; - writes a tar to standard output')
    .addOption(stack())
    .option('--index <number>', 'the replica with this number')
    .option('-a, --archive', 'keep owners: in a task its user, here those of the archive')
    .option('-L, --follow-link', 'copy what a link leads to instead of the link')
    .action(run(async () => (await import('../commands/cp.ts')).cp))
  addImages(root, run)
  root
    .command('port')
    .description('show where a port of a task is published')
    .argument('<name>', 'a service or task')
    .argument('[port]', 'a port in the container, such as 80 or 53/udp; by default all published ports')
    .addOption(stack())
    .option('--index <number>', 'the replica with this number')
    .addOption(
      new Option('--protocol <protocol>', 'protocol of the port').choices(['tcp', 'udp', 'sctp']).default('tcp'),
    )
    .action(run(async () => (await import('../commands/port.ts')).port))
}

function addImages(root: Command, run: Runner): void {
  const images = root
    .command('images')
    .description('list the images that tasks run')
    .argument('[services...]', 'only of these services')
    .addOption(stack())
    .option('-q, --quiet', 'print only ids')
    .addOption(format('table', 'json'))
    .action(run(async () => (await import('../commands/images.ts')).images))
  taking(images.command('prune'), [wait()])
    .description('remove images that this installation pulled or built and that nothing needs any more')
    .option('--dry-run', 'list what would be removed, and why the others stay')
    .action(
      run(async () => {
        const { imagesPrune } = await import('../commands/images-prune.ts')
        return async (context: Context, options: ImagesPruneOptions) =>
          await imagesPrune(context, images.opts<ImagesOptions>(), options)
      }),
    )
}

function addKill(root: Command, run: Runner): void {
  taking(root.command('kill'), [stack(), progress()])
    .description('send a signal to services, tasks or a stack; what ends is started again, unlike after stop')
    .argument('[names...]', 'a service, a task or a STACK; by default everything in the project here')
    .option('-s, --signal <signal>', 'the signal, such as SIGHUP, HUP or 1 (default: SIGKILL)')
    .action(run(async () => (await import('../commands/kill.ts')).kill))
}

function addRun(root: Command, run: Runner): void {
  const again = (flags: string, text: string) => new Option(flags, `${text} (repeatable)`).argParser(collect)
  root
    .command('run')
    .description('run a command in a new container that is made like those of a service')
    .argument('<service>', 'a service')
    .argument('[command...]', "the command to run instead of the service's")
    .addOption(stack())
    .option('-d, --detach', 'start it in the background and print its name')
    .option('--rm', 'remove the container when it ends')
    .addOption(again('-e, --env <NAME=VALUE>', 'set a variable; NAME alone takes its value from here'))
    .addOption(again('-v, --volume <SOURCE:TARGET>', 'mount this volume or path as well'))
    .addOption(again('-p, --publish <port>', 'publish a port on the host, such as 8080:80'))
    .option('-P, --service-ports', 'publish the ports of the service on the host')
    .option('--use-aliases', 'use the network aliases of the service')
    .addOption(again('-l, --label <NAME=VALUE>', 'add a label'))
    .option('-u, --user <user>', 'user that runs the command')
    .option('-w, --workdir <path>', 'working directory of the command')
    .option('--entrypoint <command>', 'override the entrypoint')
    .option('--name <name>', 'name of the container')
    .option('--no-deps', 'do not start what the service depends on, or wait for it')
    .addOption(new Option('--pull <policy>', 'when to pull its image').choices(pullPolicies))
    .option('-i, --interactive', 'accepted; standard input is always passed')
    .option('-t, --tty', 'allocate a terminal; the default if this is one')
    .option('-T, --no-tty', 'allocate no terminal')
    .action(run(async () => (await import('../commands/run.ts')).run))
}
