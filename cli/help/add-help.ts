import type { Command } from 'commander'
import type { VerbHelp } from './verb-help.ts'
import { verbs } from './verbs.ts'

/** Adds examples and exit codes to the help of each verb. */
export function addHelp(root: Command): void {
  for (const command of verbsOf(root)) {
    const help = verbs[pathOf(command)]
    if (help) command.addHelpText('after', helpText(help))
  }
}

/** All visible commands that do something themselves. */
export function verbsOf(command: Command): readonly Command[] {
  const below = command.createHelp().visibleCommands(command)
  return below
    .filter((each) => each.name() !== 'help')
    .flatMap((each) => [...(isVerb(each) ? [each] : []), ...verbsOf(each)])
}

/** A command with subcommands may do something itself, such as `images`. */
function isVerb(command: Command): boolean {
  return command.commands.length === 0 || pathOf(command) in verbs
}

/** The words of a command, such as `rollout status`. */
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
