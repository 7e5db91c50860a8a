import { deepEqual, notEqual } from 'node:assert/strict'
import { defaultSettings } from '../../api/v1/settings.ts'
import type { InventoryFeed } from '../../engine/informer/feed.ts'
import { byHand } from './events.ts'
import { live } from './live.ts'
import type { ChaosOptions } from './run.ts'

/** Answers travel longer than events. */
const latency = { travel: [0, 60] as const, event: [1, 5] as const, healthy: [1, 150] as const }
/** Without relists, which would heal it in the end. */
const settings = { ...defaultSettings, relistMs: 1e12 }
const seeds = Array.from({ length: process.env['RECONCILE_TEST_ALL'] === '1' ? 40 : 5 }, (_, index) => index + 1)
const happenings = byHand.filter(({ name }) => ['stop', 'kill', 'exit', 'unhealthy'].includes(name))

/** Answers overwrite what events told meanwhile, however old they are. */
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
    notEqual((await broken({ wrapInventory: withRace })).length, 0)
  })

  it('does no harm as it is', async () => {
    deepEqual(await broken({}), [])
  })
})

/** The seeds whose run breaks a rule. */
async function broken(options: Omit<ChaosOptions, 'seed'>): Promise<readonly string[]> {
  const found: string[] = []
  for (const seed of seeds) {
    const { violations } = await live({ ...options, seed, settings, latency, events: 40, happenings })
    if (violations.length > 0) found.push(`seed ${seed}: ${violations.join(', ')}`)
  }
  return found
}
