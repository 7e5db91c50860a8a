import type { Command } from 'commander'
import type { VerbHelp } from './verb-help.ts'
import { verbs } from './verbs.ts'

/** Adds the examples of each verb, and what its exit codes mean, to its help. */
export function addHelp(root: Command): void {
  for (const command of verbsOf(root)) {
    const help = verbs[pathOf(command)]
    if (help) command.addHelpText('after', helpText(help))
  }
}

/** The commands that do something, but for those that people don't write. */
export function verbsOf(command: Command): readonly Command[] {
  const below = command.createHelp().visibleCommands(command)
  return below
    .filter((each) => each.name() !== 'help')
    .flatMap((each) => [...(isVerb(each) ? [each] : []), ...verbsOf(each)])
}

/** One with commands below it may do something itself, as `images`. */
function isVerb(command: Command): boolean {
  return command.commands.length === 0 || pathOf(command) in verbs
}

/** The words of a command, as `rollout status`. */
export function pathOf(command: Command): string {
  const parent = command.parent?.parent ? `${pathOf(command.parent)} ` : ''
  return `${parent}${command.name()}`
}

const WIDEST = 48

function helpText({ examples, exit }: VerbHelp): string {
  const width = Math.max(...examples.map(([line]) => (line.length > WIDEST ? 0 : line.length)))
  const lines = examples.map(([line, meaning]) =>
    line.length > WIDEST ? `  ${line}\n${' '.repeat(width + 5)}${meaning}` : `  ${line.padEnd(width)}   ${meaning}`,
  )
  return ['', 'Examples:', ...lines, ...(exit === undefined ? [] : ['', `Exit: ${exit}`])].join('\n')
}
