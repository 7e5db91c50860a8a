import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aRunning } from '../support/world.ts'

const mounts: Partial<V1ServiceSpec> = {
  template: { image: 'nginx', mounts: [{ type: 'Volume', source: 'data', target: '/data' }] },
}
const WORDS = 'its label team is not as declared: a volume keeps the labels it was made with'

describe('a label of a volume that is there', () => {
  it('is said not to be as declared, once, and holds up nothing', async () => {
    const world = await aRunning({})
    const declare = (labels: Record<string, string>) => {
      const metadata = { name: 'data', namespace: 'shop' }
      world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: { labels } })
    }
    const told = () => {
      const { recorder, store } = world.life().ports
      const events = recorder.events().filter(({ object, reason }) => object.startsWith('V') && reason !== 'Present')
      const [ready] = store.get('Volume', 'shop/data')?.status?.conditions ?? []
      return {
        events: events.map(({ message, count }) => `${count} ${message}`),
        ready: `${ready?.status} ${ready?.message}`,
      }
    }
    declare({ team: 'a' })
    world.service('web', mounts)
    equal(await world.settle(), 'quiet')
    deepEqual(told(), { events: [], ready: 'True it is where its tasks are' })
    world.newCalls()
    declare({ team: 'b' })
    equal(await world.settle(), 'quiet')
    const ready = `True it is where its tasks are; ${WORDS}`
    deepEqual([told(), world.newCalls()], [{ events: [`1 on a ${WORDS}`], ready }, []])
    declare({ team: 'b', more: 'c' })
    await world.settle()
    declare({ team: 'a' })
    equal(await world.settle(), 'quiet')
    equal(told().ready, 'True it is where its tasks are')
  })
})
