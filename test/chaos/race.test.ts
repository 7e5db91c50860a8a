import { deepEqual, equal } from 'node:assert/strict'
import { defaultSettings } from '../../api/v1/settings.ts'
import type { InventoryFeed } from '../../engine/informer/feed.ts'
import { byHand } from './events.ts'
import { live } from './live.ts'
import type { ChaosOptions } from './run.ts'
import { inShare } from '../support/share.ts'

/** Answers take longer than events, so that events overtake them. */
const latency = { travel: [0, 60] as const, event: [1, 5] as const, healthy: [1, 150] as const }
/** Settings without relists, which would heal the fault in the end. */
const settings = { ...defaultSettings, relistMs: 1e12 }
const most = 40
const share = inShare(5, most)
const happenings = byHand.filter(({ name }) => ['stop', 'kill', 'exit', 'unhealthy'].includes(name))

/** Plants a fault: answers overwrite what later events reported. */
function withRace(inventory: InventoryFeed): InventoryFeed {
  return {
    ...inventory,
    putContainer: inventory.applyContainer,
    readContainer(node, container) {
      inventory.applyContainer(node, container)
      return true
    },
  }
}

describe('an answer that an event overtook', function () {
  this.timeout(600_000)

  it('is found by seeds when it is let through', async () => {
    equal((await broken({ wrapInventory: withRace }, { seeds: most, enough: 1 })).length, 1)
  })

  it('does no harm as it is', async () => {
    deepEqual(await broken({}, { seeds: share, enough: share }), [])
  })
})

/** Runs seeds until `enough` of them have broken a rule, and returns these. */
async function broken(
  options: Omit<ChaosOptions, 'seed'>,
  { seeds, enough }: { readonly seeds: number; readonly enough: number },
): Promise<readonly string[]> {
  const found: string[] = []
  for (let seed = 1; seed <= seeds && found.length < enough; seed++) {
    const { violations } = await live({ ...options, seed, settings, latency, events: 40, happenings })
    if (violations.length > 0) found.push(`seed ${seed}: ${violations.join(', ')}`)
  }
  return found
}
