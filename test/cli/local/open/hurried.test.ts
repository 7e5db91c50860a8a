import { deepEqual, equal } from 'node:assert/strict'
import { hurried } from '../../../../cli/local/open/hurried.ts'
import type { Engine } from '../../../../engine/engine.ts'
import type { Inventory } from '../../../../engine/inventory.ts'
import { aWorld } from '../../../support/world.ts'

const run = { signal: new AbortController().signal, object: 'Node/a', reason: 'a test' }

/** An engine whose host hangs, and whether the loops know. */
async function hanging(isKnown: boolean) {
  const { world, host, pass } = aWorld()
  host.hang()
  const unreachable = isKnown ? { unreachable: 'no answer within 10 s' } : {}
  const inventory = { host: () => unreachable } as unknown as Inventory
  const began = world.clock.now()
  const asked = async (call: (engine: Engine) => Promise<unknown>) => {
    const answer = call(hurried(host.engine(), () => inventory, world.clock)).then(
      (found) => [found, world.clock.now() - began],
      (error: Error) => [error.message, world.clock.now() - began],
    )
    await pass(60_000)
    return await Promise.race([answer, 'nothing'])
  }
  return { asked, thaw: () => host.thaw() }
}

describe('an engine whose host is known not to answer', () => {
  it('is waited for a moment where it would answer in one', async () => {
    const { asked } = await hanging(true)
    deepEqual(await asked((engine) => engine.listContainers({}, run)), [
      'list containers on a: no answer within 10 s',
      2_000,
    ])
  })

  it('is waited for as ever by what takes its time, and where the loops know nothing', async () => {
    const known = await hanging(true)
    equal(await known.asked((engine) => engine.stopContainer({ id: 'x' }, run)), 'nothing')
    const unknown = await hanging(false)
    deepEqual(await unknown.asked((engine) => engine.listContainers({}, run)), [
      'list containers on a: no answer within 30 s',
      30_000,
    ])
  })

  it('answers where it is back, though the loops have not heard of it', async () => {
    const { asked, thaw } = await hanging(true)
    thaw()
    const [found] = (await asked((engine) => engine.listContainers({}, run))) as [unknown]
    deepEqual(found, [])
  })
})
