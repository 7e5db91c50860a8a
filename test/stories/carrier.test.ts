import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { type Call, wrapEngine } from '../../engine/wrap.ts'
import { aWorld } from '../support/world.ts'

const content = (text: string) => ({ found: true as const, bytes: Buffer.from(text), hash: 'same' })

describe('a carrier', () => {
  it('that a crash left is removed, unless another installation has it (S4)', async () => {
    const world = aWorld()
    world.service('web', {})
    await world.settle()
    const Labels = { 'reconcile.dev/installation': 'default', 'reconcile.dev/kind': 'Carrier' }
    world.host.byHand.run('reconcile-carrier-1', { Image: 'nginx', Labels })
    world.host.byHand.run('reconcile-carrier-2', { Image: 'nginx', Labels: { 'reconcile.dev/kind': 'Carrier' } })
    world.host.byHand.run('reconcile-carrier-3', {
      Image: 'nginx',
      Labels: { ...Labels, 'reconcile.dev/installation': 'other' },
    })
    await world.pass(300_000)
    deepEqual(world.containers(), ['reconcile-carrier-2 running', 'reconcile-carrier-3 running', 'shop-web-1 running'])
  })

  for (const name of ['reconcile-carrier-1', 'reconcile-carrier-2'])
    it(`that does not go keeps no other one (${name})`, async () => {
      let stuck = ''
      const refuses = ({ verb, args }: Call) => verb === 'removeContainer' && stuck === (args as { id: string }).id
      const wrap = (engine: Engine) =>
        wrapEngine(engine, (call, next) =>
          refuses(call)
            ? Promise.reject(new EngineError('Internal', { node: 'a', tried: 'remove it', detail: 'device busy' }))
            : next(),
        )
      const world = aWorld({ wrapEngine: wrap })
      const Labels = { 'reconcile.dev/installation': 'default', 'reconcile.dev/kind': 'Carrier' }
      for (const each of ['reconcile-carrier-1', 'reconcile-carrier-2']) {
        const id = world.host.byHand.run(each, { Image: 'nginx', Labels })
        if (each === name) stuck = id
      }
      await world.pass(300_000)
      deepEqual(world.containers(), [`${name} running`])
    })

  it('is one of its own for equal bytes of two secrets', async () => {
    const names = ['one', 'two']
    const world = aWorld({
      contents: new Map(names.map((name) => [`Secret/shop/${name}`, content('x')])),
    })
    for (const name of names)
      world.declare({
        apiVersion: API_VERSION,
        kind: 'Secret',
        metadata: { name, namespace: 'shop' },
        spec: { file: '/x' },
      })
    world.service('web', { template: { image: 'nginx', secrets: names.map((secret) => ({ secret })) } })
    await world.settle()
    const carriers = world.newCalls().filter((call) => call.includes('create?name=reconcile-carrier'))
    equal(new Set(carriers).size, 2)
    equal(carriers.length, 2)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('is not made for a task whose service was deleted before anybody looked', async () => {
    const world = aWorld({ contents: new Map([['Secret/shop/one', content('x')]]) })
    const metadata = { name: 'one', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/x' } })
    world.service('web', { template: { image: 'nginx', secrets: [{ secret: 'one' }] } })
    await world.settle()
    world.host.byHand.kill('shop-web-1')
    await world.restart()
    world.life().ports.store.delete('Service', 'shop/web')
    world.newCalls()
    await world.settle()
    const kinds = world.newCalls().map((call) => call.replace(/reconcile-carrier-\w+/, 'CARRIER'))
    deepEqual(kinds.sort(), [
      'DELETE /containers/CARRIER?force=1&v=1',
      'DELETE /containers/shop-web-1?force=1',
      'DELETE /networks/shop_default',
      'POST /containers/create?name=CARRIER', // the one carrier takes the bytes off
      'PUT /containers/CARRIER/archive?path=%2Fdelivery',
    ])
  })
})
