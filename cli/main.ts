import { realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Command, CommanderError } from 'commander'
import { errorText } from '../api/v1/language/caught-error.ts'
import { exits } from '../api/v1/installation/installation-error.ts'
import { type ComposeLine, composeLine } from './arguments/compose-line.ts'
import { ownLine } from './arguments/own-line.ts'
import { verbOf } from './arguments/verb.ts'
import { kubectlLine } from './arguments/kubectl-line.ts'
import { type Context, homeOf } from './context.ts'
import { endProcessNow } from './end-process.ts'
import { outcomeOf } from './follow.ts'
import { forgetRepository } from './git/forget-repository.ts'
import { realInterrupt } from './interrupt.ts'
import { sayOutcome } from './output/say-outcome.ts'
import { asksForEvents, endAsEvent } from './outcome-event.ts'
import { program, terminalFor, usageOutcome } from './program.ts'
import { realTerminal } from './terminal.ts'
import { usageError } from './usage.ts'

/** Runs one command line with this process's environment and terminal; returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const env = { ...process.env }
  const interrupt = realInterrupt(() => endProcessNow(exits.interrupted))
  const asked = { env, terminal: realTerminal(env), signal: interrupt }
  try {
    return await mainIn(realContext(asked), argv)
  } catch (error) {
    return say(error, asked)
  }
}

/** Runs one command line in the given context; returns the exit code. Throws nothing. */
export async function mainIn(context: Context, argv: readonly string[]): Promise<number> {
  try {
    const line = composeLine(argv, context.cwd)
    return await runLine(line, {
      ...context,
      env: { ...context.env, ...line.env },
      envOfProcess: context.env,
    })
  } catch (error) {
    return say(error, context)
  }
}

async function runLine({ argv: given, project }: ComposeLine, context: Context): Promise<number> {
  let exit: number = exits.converged
  const root = program(context, (code) => (exit = code), given)
  const argv = kubectlLine(root, given)
  for (const command of withAll(root)) command.exitOverride()
  try {
    const line = ownLine(root, argv)
    if (project !== undefined && readsManifests(root, argv))
      (await import('./arguments/stack-here.ts')).refuseOtherProject(context, project)
    await root.parseAsync([...line], { from: 'user' })
  } catch (error) {
    exit = await refused(error, { context: { ...context, terminal: terminalFor(root, context) }, root, argv })
  }
  return exit
}

interface Line {
  readonly context: Context
  readonly root: Command
  readonly argv: readonly string[]
}

/**
 * Reports why a command line was refused and returns the exit code. commander has already printed its own errors, except where output is
 * JSON events. Help and version count as success.
 */
async function refused(error: unknown, { context, root, argv }: Line): Promise<number> {
  if (error instanceof CommanderError && error.exitCode === 0) return exits.converged
  const isOfCommander = error instanceof CommanderError
  if (!asksForEvents(root, argv)) return isOfCommander ? exits.usage : say(error, context)
  return await endAsEvent(isOfCommander ? usageOutcome(error, root) : outcomeOf(error, context.signal), context)
}

/** Whether the verb reads manifests, that is, has `--file`. */
function readsManifests(root: Command, argv: readonly string[]): boolean {
  return verbOf(root, argv).verb?.options.some(({ long }) => long === '--file') === true
}

/** A command with all its subcommands, recursively. */
function withAll(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withAll)]
}

function say(error: unknown, { terminal, signal }: Pick<Context, 'terminal' | 'signal'>): number {
  const outcome = outcomeOf(error, signal)
  sayOutcome(terminal, outcome)
  return outcome.exit
}

function realContext({ env, ...asked }: Pick<Context, 'env' | 'terminal' | 'signal'>): Context {
  // Git hooks get these variables from the context. Other git commands that we start must not inherit them.
  forgetRepository(process.env)
  const cwd = workingDirectory()
  const packageDirectory = () => dirname(dirname(realpathSync(process.argv[1] ?? '')))
  return { ...asked, env, cwd, now: Date.now, home: homeOf(env, cwd), packageDirectory }
}

function workingDirectory(): string {
  try {
    return process.cwd()
  } catch (error) {
    throw usageError(`the working directory: ${errorText(error)}`, 'go to one that is there, as with `cd`')
  }
}
