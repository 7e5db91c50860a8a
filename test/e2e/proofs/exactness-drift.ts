import type { Random } from '../../../clock/random.ts'
import { between, pick } from '../../support/draw.ts'
import type { EngineHand } from '../../support/hand.ts'

type Deed = (hand: EngineHand, name: string) => Promise<unknown>

const deeds: readonly (readonly [words: string, deed: Deed])[] = [
  ['removed', (hand, name) => hand.call('DELETE', `/containers/${name}?force=1`)],
  ['killed', (hand, name) => hand.call('POST', `/containers/${name}/kill`)],
  ['stopped', (hand, name) => hand.call('POST', `/containers/${name}/stop?t=1`)],
  ['paused', (hand, name) => hand.call('POST', `/containers/${name}/pause`)],
  [
    'given other memory',
    (hand, name) => hand.call('POST', `/containers/${name}/update`, { Memory: 77 << 20, MemorySwap: 154 << 20 }),
  ],
  ['renamed', (hand, name) => hand.call('POST', `/containers/${name}/rename?name=mine-${name}`)],
  ['taken off its network', disconnect],
  ['pruned with all that is stopped', (hand) => hand.call('POST', '/containers/prune')],
  ['replaced by a foreign one', replace],
]

/** Changes up to three containers by hand; returns what was done, in words. */
export async function driftByHand(random: Random, hand: EngineHand): Promise<readonly string[]> {
  const names = (await hand.names()).map((line) => line.split(' ')[0] ?? '')
  const done: string[] = []
  for (let count = between(random, 1, 3); count > 0 && names.length > 0; count--) {
    const [words, deed] = pick(random, deeds)
    const name = pick(random, names)
    try {
      await deed(hand, name)
      done.push(`${name} ${words}`)
    } catch {
      // The container no longer runs, or has another name: nothing was done.
    }
  }
  return done
}

async function disconnect(hand: EngineHand, name: string): Promise<void> {
  const { NetworkSettings } = await hand.inspect(name)
  const [network = ''] = Object.keys(NetworkSettings.Networks)
  await hand.call('POST', `/networks/${network}/disconnect`, { Container: name, Force: true })
}

async function replace(hand: EngineHand, name: string): Promise<void> {
  await hand.call('DELETE', `/containers/${name}?force=1`)
  await hand.run(name, { Image: 'app:1' })
}
