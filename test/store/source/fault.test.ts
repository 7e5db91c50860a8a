import assert from 'node:assert/strict'
import type { Store } from '../../../store/objects/store.ts'
import { createWorld, service } from './world.ts'

describe('a watched tree whose reading the store does not take', () => {
  function failing(times: number) {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    let left = times
    const create: Store['create'] = (kind, object) => {
      if (left-- > 0) throw new Error('out of luck')
      return world.store.create(kind, object)
    }
    const source = world.start(['/srv'], { store: { ...world.store, create } })
    return { ...world, source }
  }

  it('says so once and reads it again until it does', async () => {
    const { source, pass, services, lines } = failing(3)
    await pass(1_000)
    assert.deepEqual([source.isAtRest(), services()], [false, []])
    await pass(20_000)
    assert.deepEqual([source.isAtRest(), services()], [true, ['shop/web']])
    assert.deepEqual(lines, [
      '/srv: what was read was not taken: out of luck; it is read again until it is',
      'Service/shop/web created (/srv/web.yaml)',
    ])
  })

  it('goes on watching it, and can be closed', async () => {
    const { source, files, pass, services, replicas } = failing(1)
    await pass(20_000)
    files.write('/srv/web.yaml', service('web', { replicas: 2 }))
    await pass(1_000)
    assert.deepEqual([services(), replicas('shop/web')], [['shop/web'], 2])
    await source.close()
  })

  it('keeps what left another tree, which may stand in this one', async () => {
    const world = createWorld()
    for (const name of ['web', 'db']) world.files.write(`/srv/${name}.yaml`, service(name))
    const first = world.start()
    await world.pass(1_000)
    await Promise.all([first.close(), world.pass(10)])
    world.files.remove('/srv/db.yaml')
    world.files.write('/other/api.yaml', service('api'))
    let isLucky = false
    const create: Store['create'] = (kind, object) => {
      if (!isLucky) throw new Error('out of luck')
      return world.store.create(kind, object)
    }
    world.start(['/srv', '/other'], { store: { ...world.store, create } })
    await world.pass(60_000)
    assert.deepEqual(world.services(), ['shop/db', 'shop/web'])
    isLucky = true
    await world.pass(60_000)
    assert.deepEqual(world.services(), ['shop/api', 'shop/web'])
  })
})
