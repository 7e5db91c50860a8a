import { type Command, Option } from 'commander'
import { ADOPT } from './compose-commands.ts'
import {
  acting,
  asAsked,
  collect,
  format,
  manifests,
  progress,
  pullPolicy,
  type Runner,
  showValues,
  stack,
  taking,
  wait,
} from './options.ts'
import { addRollout } from './rollout-commands.ts'

/** `apply` and `delete`. */
export function addApply(root: Command, run: Runner): void {
  taking(root.command('apply'), [...manifests(), ...asAsked(), ...acting()])
    .description('make the hosts equal to manifests')
    .argument('[plan]', 'a file that `plan --out` wrote: exactly that, or nothing')
    .addOption(
      new Option(
        '--only <service>',
        'only this service, and what it depends on; all others stay as they are (again for more)',
      ).argParser(collect),
    )
    .addOption(pullPolicy())
    .option('--build', 'build again what is built')
    .option('--adopt', ADOPT)
    .action(run(async () => (await import('./commands/apply.ts')).apply))
  const all = stack('the stack: where the names are, or, without names, all of it')
  taking(root.command('delete'), [...manifests(all), ...acting()])
    .description('delete objects, what files declare, or a whole stack; named volumes only with --volumes')
    .argument('[names...]', 'KIND/NAME, or KIND NAME…')
    .option('--volumes', 'volumes too, anonymous ones as well, with their data')
    .option('--ignore-not-found', 'what is named and not there is no failure')
    .option('--remove-orphans', 'with -f: and the services of their stacks that the files do not declare')
    .action(run(async () => (await import('./commands/delete.ts')).remove))
}

/** What changes one object: `scale`, `edit`, `rollout`, `approve`. */
export function addScale(root: Command, run: Runner): void {
  taking(root.command('scale'), [stack(), ...acting()])
    .description('set the number of replicas')
    .argument('<services...>', 'NAME=REPLICAS, or NAME with --replicas')
    .option('--replicas <count>', 'how many')
    .option('--large', 'even more than 100, and more than 10 times as many as there are')
    .action(run(async () => (await import('./commands/scale.ts')).scale))
  taking(root.command('edit'), [stack(), ...acting()])
    .description('open the manifest of an object in an editor, and make it so')
    .argument('<name...>', 'KIND/NAME, or KIND NAME')
    .action(run(async () => (await import('./commands/edit.ts')).edit))
  addRollout(root, run)
  taking(root.command('approve'), [stack(), ...acting()])
    .description('let go on what waits for a decision')
    .argument('<subjects...>', 'the id that the hold printed, or KIND/NAME')
    .action(run(async () => (await import('./commands/approve.ts')).approve))
}

/** `pause` and `resume`. */
export function addPause(root: Command, run: Runner): void {
  taking(root.command('pause'), [stack(), wait(), progress()])
    .description('have nothing done for services or stacks; what runs goes on')
    .argument('<names...>', 'service/NAME or stack/NAME')
    .option('--for <duration>', 'it ends by itself after this long, as 2h')
    .option('--reason <text>', 'why, for others')
    .action(run(async () => (await import('./commands/pause.ts')).pause))
  taking(root.command('resume'), [stack(), wait(), progress()])
    .description('end a pause')
    .argument('<names...>', 'service/NAME or stack/NAME')
    .action(run(async () => (await import('./commands/pause.ts')).resume))
}

/** `plan` and `simulate`. */
export function addPlan(root: Command, run: Runner): void {
  taking(root.command('plan'), [...manifests(), ...asAsked()])
    .description('say what apply would do, call by call; changes nothing')
    .argument('[services...]', 'of these alone, and what they depend on, as `up SERVICE...` does')
    .addOption(format('text', 'json', 'markdown'))
    .addOption(showValues())
    .option('--exit-code', 'exit 3 when there are changes')
    .option('--adopt', ADOPT)
    .option('--out <file>', 'keep the plan: `apply FILE` does exactly that, or nothing')
    .action(run(async () => (await import('./commands/plan.ts')).plan))
  taking(root.command('simulate'), [...manifests(), progress()])
    .description('say what would be done when something happens, as a host that goes down; changes nothing')
    .addOption(new Option('--at <event>', 'an event, as "10s node:local=down" (again for more)').argParser(collect))
    .option('--seed <number>', 'chance', '1')
    .action(run(async () => (await import('./commands/plan.ts')).simulate))
}
