import { type Command, Option } from 'commander'
import type { ImagesOptions } from './commands/images.ts'
import type { ImagesPruneOptions } from './commands/images-prune.ts'
import type { Context } from './context.ts'
import { acting, collect, format, progress, type Runner, stack, taking, wait } from './options.ts'

/** The commands that work in tasks, with what they have. */
export function addTasks(root: Command, run: Runner): void {
  taking(root.command('stop'), [stack(), ...acting()])
    .description('end the tasks of services or stacks, dependents first, and keep none until start')
    .argument('[names...]', 'STACK, SERVICE or KIND/NAME; none: all of the project here')
    .action(run(async () => (await import('./commands/restart.ts')).stop))
  taking(root.command('start'), [stack(), ...acting()])
    .description('run what was stopped again')
    .argument('[names...]', 'STACK, SERVICE or KIND/NAME; none: all of the project here')
    .action(run(async () => (await import('./commands/restart.ts')).start))
  addKill(root, run)
  addRun(root, run)
  root
    .command('cp')
    .description('copy files between here and a task')
    .argument('<from>', 'TASK:PATH or SERVICE:PATH, a local path, or - for a tar from standard input')
    .argument('<to>', 'the same; - for a tar to standard output')
    .addOption(stack())
    .option('--index <number>', 'of a service: its replica of this number')
    .option('-a, --archive', 'owners too: in a task those of its user, here those of the archive')
    .option('-L, --follow-link', 'what a link leads to in place of the link')
    .action(run(async () => (await import('./commands/cp.ts')).cp))
  addImages(root, run)
  root
    .command('port')
    .description('say where a port of a task is published')
    .argument('<name>', 'a service or task')
    .argument('[port]', 'in the container, as 80 or 53/udp; none: all that are published')
    .addOption(stack())
    .option('--index <number>', 'of a service: its replica of this number')
    .addOption(new Option('--protocol <protocol>', 'of the port').choices(['tcp', 'udp', 'sctp']).default('tcp'))
    .action(run(async () => (await import('./commands/port.ts')).port))
}

function addImages(root: Command, run: Runner): void {
  const images = root
    .command('images')
    .description('say which images the tasks run')
    .argument('[services...]', 'only of these services')
    .addOption(stack())
    .option('-q, --quiet', 'their ids alone')
    .addOption(format('table', 'json'))
    .action(run(async () => (await import('./commands/images.ts')).images))
  taking(images.command('prune'), [wait()])
    .description('remove the images that this installation pulled or built and nothing needs any more')
    .option('--dry-run', 'say what would go, and why the others stay')
    .action(
      run(async () => {
        const { imagesPrune } = await import('./commands/images-prune.ts')
        return async (context: Context, options: ImagesPruneOptions) =>
          await imagesPrune(context, images.opts<ImagesOptions>(), options)
      }),
    )
}

function addKill(root: Command, run: Runner): void {
  taking(root.command('kill'), [stack(), progress()])
    .description(
      'send a signal to what services, tasks or a stack run; what ends is started again, unlike after a stop',
    )
    .argument('[names...]', 'a service or task, or STACK; none: all of the project here')
    .option('-s, --signal <signal>', 'as SIGHUP, HUP or 1 (default: SIGKILL)')
    .action(run(async () => (await import('./commands/kill.ts')).kill))
}

function addRun(root: Command, run: Runner): void {
  const again = (flags: string, text: string) => new Option(flags, `${text} (again for more)`).argParser(collect)
  root
    .command('run')
    .description('run a command in a container of its own, made as those of a service')
    .argument('<service>', 'a service')
    .argument('[command...]', "in place of the service's command")
    .addOption(stack())
    .option('-d, --detach', 'start it, print its name, and leave it')
    .option('--rm', 'remove the container at its end')
    .addOption(again('-e, --env <NAME=VALUE>', 'with this variable; NAME alone takes ours'))
    .addOption(again('-v, --volume <SOURCE:TARGET>', 'with this volume or path too'))
    .addOption(again('-p, --publish <port>', 'with this port on the host, as 8080:80'))
    .option('-P, --service-ports', "with the service's ports on the host")
    .option('--use-aliases', "answering to the service's names on its networks")
    .addOption(again('-l, --label <NAME=VALUE>', 'with this label'))
    .option('-u, --user <user>', 'as this user')
    .option('-w, --workdir <path>', 'in this directory')
    .option('--entrypoint <command>', 'with this entry point')
    .option('--name <name>', "as the container's name")
    .option('--no-deps', 'without starting what the service depends on, or waiting for it')
    .addOption(new Option('--pull <policy>', 'when its image is pulled').choices(['always', 'missing', 'never']))
    .option('-i, --interactive', 'as always: with our standard input')
    .option('-t, --tty', 'in a terminal of its own; as always where this is one')
    .option('-T, --no-tty', 'in no terminal')
    .action(run(async () => (await import('./commands/run.ts')).run))
}
