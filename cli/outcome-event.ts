import type { Command } from 'commander'
import type { Outcome } from '../api/v1/installation/progress.ts'
import { belowOf, splitOption, verbOf } from './arguments/verb.ts'
import type { Context } from './context.ts'
import { outcomeOf } from './follow.ts'
import { EVENTS } from './options.ts'

/** Runs a verb. With `-o json`, an error is reported as the last event of the output, even if no event came before it. */
export async function withOutcomeEvent(verb: Command, context: Context, run: () => Promise<number>): Promise<number> {
  if (!tellsEvents(verb)) return await run()
  try {
    return await run()
  } catch (error) {
    return await endAsEvent(outcomeOf(error, context.signal), context)
  }
}

/** Prints the outcome as the last event and returns its exit code. */
export async function endAsEvent(outcome: Outcome, { terminal, now }: Context): Promise<number> {
  const { progressOn } = await import('./output/progress.ts')
  progressOn(terminal, 'json', now).end(outcome)
  return outcome.exit
}

/** Whether a command line asks for JSON events, even one that can't be parsed: its usage error is then an event, too. */
export function asksForEvents(root: Command, argv: readonly string[]): boolean {
  const { at, verb } = verbOf(root, argv)
  if (!verb || !isOfEvents(belowOf(verb, argv[at + 1]) ?? verb)) return false
  const end = argv.indexOf('--')
  const words = argv.slice(at + 1, end < 0 ? undefined : end)
  return words.some((word, index) => {
    const { name, value = words[index + 1] } = splitOption(word)
    return word === '-ojson' || ((name === '-o' || name === '--output') && value === 'json')
  })
}

function tellsEvents(verb: Command): boolean {
  return isOfEvents(verb) && verb.opts<{ output?: string }>().output === 'json'
}

function isOfEvents({ options }: Command): boolean {
  return options.some(({ long, description }) => long === '--output' && description === EVENTS)
}
