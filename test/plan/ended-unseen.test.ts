import { deepEqual, match } from 'node:assert/strict'
import { planOf } from '../support/plan-of.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

describe('a plan of what ended while nobody watched', () => {
  async function left(): Promise<TestWorld> {
    const a = aWorld({ images: { nginx: { config: { Cmd: ['serve'] }, behaviour: { stopCode: 0 } } } })
    a.service('web', {})
    await a.settle()
    await a.life().stop()
    return a
  }

  it('shows the start of what somebody stopped, as its engine remembers', async () => {
    const a = await left()
    a.host.byHand.stop('shop-web-1')
    await a.settle(20_000)
    const { calls, assumptions } = await planOf(a)
    deepEqual(
      calls.map(({ method, path, reason }) => `${method} ${path} ${reason}`),
      ['POST /containers/shop-web-1/start it was stopped by hand'],
    )
    deepEqual(assumptions, ['1 service without a health check stays up: shop/web'])
  })

  it('says of what nobody remembers that it would stay down', async () => {
    const a = await left()
    a.host.dropEvents(true)
    a.host.byHand.stop('shop-web-1')
    await a.settle(20_000)
    const { calls, assumptions } = await planOf(a)
    deepEqual(calls, [])
    match(
      assumptions.join(),
      /^Task\/shop\/web-1-\w+: it exited with 0 while nobody watched; .*`reconcile restart web -n shop`/,
    )
  })
})
