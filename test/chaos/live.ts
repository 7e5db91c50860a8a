import { between, chance } from '../support/draw.ts'
import { checkAlways } from './always.ts'
import { happen, type Happening } from './events.ts'
import { comeToRest, stayAtRest } from './rest.ts'
import { createChaos, type Chaos, type ChaosOptions } from './run.ts'

/** The number of events between two rests. */
const STRETCH = 25

/** A whole run: `events` events, a rest after each stretch of them, and an hour at rest at the end. Stops at the first violation. */
export async function live(
  options: ChaosOptions & { readonly events: number; readonly happenings?: readonly Happening[] },
): Promise<Chaos> {
  const chaos = createChaos(options)
  const { random } = chaos
  for (let event = 1; event <= options.events && chaos.violations.length === 0; event++) {
    await chaos.advance(chance(random, 0.5) ? between(random, 0, 200) : between(random, 200, 15_000))
    happen(chaos, options.happenings)
    checkAlways(chaos)
    if (event % STRETCH === 0 || event === options.events) await comeToRest(chaos)
  }
  if (chaos.violations.length === 0) await stayAtRest(chaos)
  return chaos
}
