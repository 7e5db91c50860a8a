import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aWorld } from '../support/world.ts'

const content = (text: string) => ({ found: true as const, bytes: Buffer.from(text), hash: 'same' })

describe('a carrier', () => {
  it('that cannot be removed at once is removed later', async () => {
    const world = aWorld({ contents: new Map([['Secret/shop/password', content('x')]]) })
    const metadata = { name: 'password', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/srv/password' } })
    world.service('web', { template: { image: 'nginx', secrets: [{ secret: 'password' }] } })
    world.host.failNext('removeContainer', { status: 500, message: 'busy' })
    world.host.failNext('putArchive', { status: 500, message: 'busy' })
    await world.settle()
    world.world.clock.after(300_000, () => {})
    await world.settle(300_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
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
})
