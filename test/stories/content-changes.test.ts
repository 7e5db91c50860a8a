import { deepEqual, equal } from 'node:assert/strict'
import { Subject } from 'rxjs'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { Content } from '../../store/contents/contents.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const content = (text: string): Content => ({ found: true, bytes: Buffer.from(text), hash: `hash of ${text}` })

describe('the file that a Secret or Config names, when it changes', () => {
  for (const kind of ['Secret', 'Config'] as const) {
    const id = `${kind}/shop/token`
    let contents: Map<string, Content>
    let changes: Subject<string>
    let world: TestWorld

    beforeEach(async () => {
      contents = new Map([[id, content('one')]])
      changes = new Subject()
      world = aWorld({ contents, contentChanges: changes })
      world.declare({
        apiVersion: API_VERSION,
        kind,
        metadata: { name: 'token', namespace: 'shop' },
        spec: { file: '/srv/token' },
      })
      const mounts = kind === 'Secret' ? { secrets: [{ secret: 'token' }] } : { configs: [{ config: 'token' }] }
      world.service('web', { template: { image: 'nginx', ...mounts } })
      await world.settle()
      world.newCalls()
    })

    const bytesOnHost = () => [...world.host.state.files.values()].map(({ bytes }) => Buffer.from(bytes).toString())

    it(`is rolled out at once: ${kind}`, async () => {
      contents.set(id, content('two'))
      changes.next(id)
      await world.settle(5_000)
      deepEqual(world.containers(), ['shop-web-1 running'])
      equal(bytesOnHost().includes('two'), true)
      const said = world.life().recorder.events()
      const rollouts = said.filter(({ reason }) => reason === 'RolloutProgressing').map(({ message }) => message)
      const changed = said.filter(({ reason }) => reason === 'BytesChanged').map(({ object }) => object)
      deepEqual(changed, [id])
      deepEqual(rollouts, ['the rollout is Progressing', `other bytes of ${kind}/token`])
    })

    it(`and nothing goes where it vanishes, but that is said (S2): ${kind}`, async () => {
      contents.set(id, { found: false, because: '/srv/token is not there' })
      changes.next(id)
      await world.settle(5_000)
      deepEqual([world.containers(), world.newCalls(), bytesOnHost()], [['shop-web-1 running'], [], ['one']])
      const ready = getCondition(world.life().ports.store.get(kind, 'shop/token')?.status?.conditions, 'Ready')
      deepEqual([ready?.status, ready?.reason, ready?.message], ['False', 'SourceMissing', '/srv/token is not there'])
    })

    it(`is not missed where what declares it went with it, and waits to go: ${kind}`, async () => {
      const { store } = world.life().ports
      const reason = () => getCondition(store.get(kind, 'shop/token')?.status?.conditions, 'Ready')?.reason
      contents.set(id, { found: false, because: '/srv/token is not there' })
      changes.next(id)
      await world.settle(1_000)
      store.putFact('missing', 'root', { [id]: '', 'Service/shop/web': '' })
      await world.settle(1_000)
      deepEqual([reason(), world.containers()], ['Delivered', ['shop-web-1 running']])
      store.putFact('missing', 'root', undefined)
      await world.settle(1_000)
      equal(reason(), 'SourceMissing')
    })
  }

  it('is no reason of a rollout that only moves tasks, as from a drained node', async () => {
    const id = 'Secret/shop/token'
    const contents = new Map([[id, content('one')]])
    const changes = new Subject<string>()
    const world = aWorld({ nodes: ['a', 'b'], contents, contentChanges: changes })
    const metadata = { name: 'token', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/srv/token' } })
    world.service('web', { replicas: 2, template: { image: 'nginx', secrets: [{ secret: 'token' }] } })
    await world.settle()
    contents.set(id, content('two'))
    changes.next(id)
    await world.settle(20_000)
    world.life().ports.store.update('Node', 'b', ({ spec }) => void (spec.drain = true))
    await world.settle(20_000)
    const said = world.life().recorder.events()
    const rollouts = said.filter(({ reason }) => reason === 'RolloutProgressing')
    const told = rollouts.map(({ message, count }) => [message, count])
    deepEqual(told, [
      ['other bytes of Secret/token', 1],
      ['the rollout is Progressing', 2],
    ])
  })
})
