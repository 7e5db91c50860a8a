import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { aWorld, RUNS } from '../support/world.ts'

const content = { found: true as const, bytes: Buffer.from('hush'), hash: 'h1' }

/** While the state takes nothing, nothing is done that is to be known after a crash (S6). */
describe('a disk that is full', () => {
  it('keeps bytes of a secret off a host, however often they are tried, until it is known where they will be (S9)', async () => {
    const world = aWorld({ contents: new Map([['Secret/shop/token', content]]) })
    await world.settle()
    world.world.storage.refuse('Full')
    const metadata = { name: 'token', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { stored: true } })
    world.service('web', { template: { image: 'nginx', secrets: [{ secret: 'token' }] } })
    await world.pass(60_000)
    deepEqual(
      world.newCalls().filter((call) => /container|archive/.test(call)),
      [],
    )
    world.world.storage.refuse(undefined)
    await world.pass(60_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('keeps data that a deletion with --volumes takes away, as after a crash that deletion never was (S4)', async () => {
    const images = { db: { ...RUNS, config: { Cmd: ['serve'], Volumes: { '/data': {} } } } }
    const world = aWorld({ images })
    world.service('db', { template: { image: 'db' } })
    await world.settle()
    world.service('db', { template: { image: 'db' }, replicas: 0 })
    await world.settle()
    equal(world.host.state.volumes.size, 1)
    world.world.storage.refuse('Full')
    const { store } = world.life().ports
    store.update('Service', 'shop/db', ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
    store.delete('Service', 'shop/db')
    await world.pass(60_000)
    equal(world.host.state.volumes.size, 1)
    world.world.storage.refuse(undefined)
    await world.pass(60_000)
    deepEqual([world.host.state.volumes.size, store.get('Service', 'shop/db')], [0, undefined])
  })

  it('keeps networks and volumes from being made', async () => {
    const world = aWorld()
    await world.settle()
    world.world.storage.refuse('Full')
    const metadata = { name: 'data', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: {} })
    const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
    world.service('web', { template: { image: 'nginx', mounts } })
    await world.pass(60_000)
    deepEqual(world.newCalls(), [])
    world.world.storage.refuse(undefined)
    await world.pass(60_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })
})
