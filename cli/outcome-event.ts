import type { Command } from 'commander'
import type { Context } from './context.ts'
import { outcomeOf } from './follow.ts'
import { EVENTS } from './options.ts'

/** Runs a verb. One that tells how it goes as events has its outcome as the last of them where it fails before the first, too. */
export async function withOutcomeEvent(verb: Command, context: Context, run: () => Promise<number>): Promise<number> {
  if (!tellsEvents(verb)) return await run()
  try {
    return await run()
  } catch (error) {
    const outcome = outcomeOf(error, context.signal)
    const { progressOn } = await import('./output/progress.ts')
    progressOn(context.terminal, 'json', context.now).end(outcome)
    return outcome.exit
  }
}

function tellsEvents(verb: Command): boolean {
  const isOfEvents = verb.options.some(({ long, description }) => long === '--output' && description === EVENTS)
  return isOfEvents && verb.opts<{ output?: string }>().output === 'json'
}
