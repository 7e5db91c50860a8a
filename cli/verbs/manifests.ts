import { type Command, Option } from 'commander'
import { ADOPT } from './compose.ts'
import {
  acting,
  asAsked,
  collect,
  format,
  manifests,
  progress,
  PRUNE,
  pullPolicy,
  type Runner,
  showValues,
  stack,
  taking,
  wait,
} from '../options.ts'
import { addRollout } from './rollouts.ts'

/** Adds `apply` and `delete`. */
export function addApply(root: Command, run: Runner): void {
  taking(root.command('apply'), [...manifests(), ...asAsked(), ...acting()])
    .description('make the hosts equal to manifests')
    .argument('[plan]', 'a file that `plan --out` wrote, or -; does exactly that, or nothing')
    .addOption(only())
    .addOption(pullPolicy())
    .option('--build', 'rebuild images even if nothing changed')
    .option('--adopt', ADOPT)
    .option('--prune', PRUNE)
    .action(run(async () => (await import('../commands/apply.ts')).apply))
  const all = stack('the stack of the names; without names, the whole stack')
  taking(root.command('delete'), [...manifests(all), ...acting()])
    .description('delete objects, what files declare, or a whole stack; named volumes only with --volumes')
    .argument('[names...]', 'KIND/NAME, or KIND NAME…')
    .option('--volumes', 'delete volumes too, anonymous ones included, with their data')
    .option('--ignore-not-found', 'do not fail if a named object does not exist')
    .option('--remove-orphans', 'with -f: also services of these stacks that the files do not declare')
    .option('--prune', 'with -f or a whole stack: also what another home applied of it')
    .action(run(async () => (await import('../commands/delete.ts')).remove))
}

function only(): Option {
  const words = 'only this service and what it depends on; others stay as they are (repeatable)'
  return new Option('--only <service>', words).argParser(collect)
}

/** Adds the verbs that change single objects: `scale`, `edit`, `rollout`, `approve`. */
export function addScale(root: Command, run: Runner): void {
  taking(root.command('scale'), [stack(), ...acting()])
    .description('set the number of replicas')
    .argument('<services...>', 'NAME=REPLICAS, or NAME with --replicas')
    .option('--replicas <count>', 'number of replicas')
    .option('--large', 'allow more than 100 replicas, and more than 10 times the present number')
    .action(run(async () => (await import('../commands/scale.ts')).scale))
  taking(root.command('edit'), [stack(), ...acting()])
    .description('edit the manifest of an object in your editor, and apply it')
    .argument('<name...>', 'KIND/NAME, or KIND NAME')
    .action(run(async () => (await import('../commands/edit.ts')).edit))
  addRollout(root, run)
  taking(root.command('approve'), [stack(), ...acting()])
    .description('approve a change that waits for a decision')
    .argument('<subjects...>', 'the id that was printed, or KIND/NAME')
    .action(run(async () => (await import('../commands/approve.ts')).approve))
}

/** Adds `pause` and `resume`. */
export function addPause(root: Command, run: Runner): void {
  taking(root.command('pause'), [stack(), wait(), progress()])
    .description('stop reconciling services or stacks; what runs keeps running')
    .argument('<names...>', 'service/NAME or stack/NAME')
    .option('--for <duration>', 'end it automatically after this long, such as 2h')
    .option('--reason <text>', 'the reason, for others to read')
    .action(run(async () => (await import('../commands/pause.ts')).pause))
  taking(root.command('resume'), [stack(), wait(), progress()])
    .description('end a pause')
    .argument('<names...>', 'service/NAME or stack/NAME')
    .action(run(async () => (await import('../commands/pause.ts')).resume))
}

/** Adds `plan` and `simulate`. */
export function addPlan(root: Command, run: Runner): void {
  taking(root.command('plan'), [...manifests(), ...asAsked()])
    .description('show what apply would do, call by call; changes nothing')
    .argument('[services...]', 'only these services and what they depend on, as `up SERVICE...` does')
    .addOption(only())
    .addOption(format('text', 'json', 'markdown'))
    .addOption(showValues())
    .addOption(pullPolicy())
    .option('--exit-code', 'exit 3 when there are changes')
    .option('--adopt', ADOPT)
    .option('--prune', PRUNE)
    .option('--out <file>', 'save the plan; `apply FILE` does exactly that, or nothing')
    .action(run(async () => (await import('../commands/plan.ts')).plan))
  taking(root.command('simulate'), [...manifests(), format('text', 'json')])
    .description('show what would be done if something happened, such as a host going down; changes nothing')
    .addOption(new Option('--at <event>', 'an event, such as "10s node:local=down" (repeatable)').argParser(collect))
    .option('--seed <number>', 'seed of the random choices', '1')
    .action(run(async () => (await import('../commands/plan.ts')).simulate))
}
