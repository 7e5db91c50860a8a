import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import type { Content } from '../../store/contents/contents.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const uses = {
  Secret: { secrets: [{ secret: 'it' }] },
  Config: { configs: [{ config: 'it' }] },
  Network: { networks: [{ network: 'it' }] },
  Volume: { mounts: [{ type: 'Volume' as const, source: 'it', target: '/data' }] },
}
type Used = keyof typeof uses
const kinds: readonly Used[] = ['Secret', 'Config', 'Network', 'Volume']

const content: Content = { found: true, bytes: Buffer.from('bytes'), hash: 'their hash' }
const contents = new Map(kinds.map((kind) => [`${kind}/shop/it`, content]))

/** A service of one task on a node, which uses `it`. */
function on(node: string, kind: Used): Partial<V1ServiceSpec> {
  return { template: { image: 'nginx', ...uses[kind] }, placement: { constraints: [`node.name==${node}`] } }
}

describe('an object that two hosts are to have, while one of them hangs in a call', () => {
  let a: TestWorld
  const b = () => a.world.hosts.get('b') as SimulatedHost
  const object = (kind: Used) => a.life().ports.store.get(kind, 'shop/it')
  const running = (host: SimulatedHost) => host.containers().filter(({ State }) => State.Status === 'running').length
  const pass = (ms: number) => a.pass(ms)

  const ASKED = /^a was asked to create the network shop_it, and has not answered yet$/

  /** Host a hangs before it answers the call that its first task waits for. */
  async function hangingFor(kind: Used): Promise<void> {
    a = aWorld({ contents, nodes: ['a', 'b'] })
    const metadata = { name: 'it', namespace: 'shop' }
    const file = kind === 'Secret' || kind === 'Config' ? { file: '/it' } : {}
    const spec = kind === 'Volume' ? { scope: 'PerNode' } : file
    a.declare({ apiVersion: API_VERSION, kind, metadata, spec } as Parameters<TestWorld['declare']>[0])
    await a.settle()
    a.host.hang()
    a.service('first', on('a', kind))
    await pass(1_000)
  }

  for (const kind of kinds)
    it(`is on the other at once, and on the hung one when it answers again: ${kind}`, async () => {
      await hangingFor(kind)
      a.service('second', on('b', kind))
      await pass(3_000)
      deepEqual([running(a.host), running(b())], [0, 1])
      const ready = getCondition(object(kind)?.status?.conditions, 'Ready')
      deepEqual([ready?.status, ready?.reason], ['False', 'UnderWay'])
      match(ready?.message ?? '', kind === 'Network' ? ASKED : /^a has not answered a call yet/)
      a.host.thaw()
      await a.settle()
      deepEqual([running(a.host), running(b())], [1, 1])
      equal(getCondition(object(kind)?.status?.conditions, 'Ready')?.status, 'True')
      a.newCalls()
      await pass(300_000)
      deepEqual(a.newCalls(), [])
    })

  it('is not said to be gone with a task that goes before anybody knows whether that has a container', async () => {
    await hangingFor('Network')
    const [task] = a.tasks()
    a.life().ports.store.update(
      'Task',
      `shop/${task?.metadata.name}`,
      ({ spec }) => void (spec.desiredState = 'Removed'),
    )
    await pass(5_000)
    equal(a.tasks()[0]?.status?.reason, 'Pulling')
    a.host.thaw()
    await pass(5_000)
    deepEqual(
      a.tasks().map(({ metadata }) => metadata.name === task?.metadata.name),
      [false],
    )
  })

  for (const kind of ['Secret', 'Config'] as const)
    it(`goes only when the hung one has answered: ${kind}`, async () => {
      await hangingFor(kind)
      const { store } = a.life().ports
      store.delete('Service', 'shop/first')
      store.delete(kind, 'shop/it')
      await pass(5_000)
      equal(object(kind)?.metadata.deletionTimestamp !== undefined, true)
      a.host.thaw()
      await a.settle()
      equal(object(kind), undefined)
      equal(a.host.files().size, 0)
    })
})
