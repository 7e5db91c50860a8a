import { deepEqual, equal } from 'node:assert/strict'
import { remove } from '../../../../controllers/task/act/container-calls.ts'
import { engineOf } from '../../../../controllers/runtime/engine-of.ts'
import { wrapEngine } from '../../../../engine/wrap.ts'
import { aRunning } from '../../../support/world.ts'

describe('the removal of a container', () => {
  it('waits until it is durable which anonymous volumes stay for the next one, where that is news (S4, S6)', async () => {
    const images = { nginx: { config: { Cmd: ['serve'], Volumes: { '/data': {} } } } }
    const world = await aRunning({}, { images })
    const { ports } = world.life()
    const { store } = ports
    const [id = ''] = world.host.containers().map(({ Id }) => Id)
    for (const place of store.facts('carried').keys()) store.putFact('carried', place, undefined)
    const order: string[] = []
    const durable = async () => {
      await store.durable()
      order.push(`${store.facts('carried').size} durable`)
    }
    const engine = wrapEngine(engineOf('a', ports), async ({ verb }, next) => {
      order.push(verb)
      return next()
    })
    const run = { signal: new AbortController().signal, object: '', reason: '' }
    const removing = remove(id, engine, { ports: { ...ports, store: { ...store, durable } }, run })
    await world.settle(1_000)
    await removing
    deepEqual(order, ['1 durable', 'removeContainer'])
    equal(world.host.state.volumes.size, 1)
  })
})
