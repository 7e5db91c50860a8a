import { deepEqual } from 'node:assert/strict'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { defaultSettings } from '../../../../api/v1/settings.ts'
import { createConnections } from '../../../../cli/local/open/connections.ts'
import { watchHosts } from '../../../../controllers/hosts.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { aWorld } from '../../../support/world.ts'
import { aCore } from '../local-core.ts'

/** A process that is connected to `a`, and follows the nodes of its store; their addresses are `tcp://HOST:2375` with a host of the world. */
async function following() {
  const { world } = aWorld({ nodes: ['a', 'b', 'c'] })
  const { store } = aCore('/nowhere')
  const closed: string[] = []
  const engineOf = (node: string, host: string): Engine => {
    const engine = world.hosts.get(host)?.engine() as Engine
    return { ...engine, node, close: () => void closed.push(`${node} at ${host}`) }
  }
  const first = [engineOf('a', 'a')]
  const { clock, random } = world
  const hosts = watchHosts({
    ...{ installation: 'default', clock, random, store, settings: defaultSettings, engines: first },
  })
  const connections = createConnections({
    nodes: new Map([['a', undefined]]),
    first: Promise.resolve(first),
    connect: (node, { spec }) => engineOf(node, spec.engine?.host?.slice(6, 7) ?? ''),
  })
  connections.follow(store, hosts)
  const settle = () => {
    world.clock.after(30_000, () => {}) // a silent host is asked again, which is no work under way
    return world.clock.runUntilQuiet({ until: clock.now() + 30_000, steps: 1e6 })
  }
  const declare = async (name: string, host: string) => {
    const spec = { engine: { host: `tcp://${host}:2375` } }
    if (store.get('Node', name)) store.update('Node', name, (draft) => void (draft.spec = spec))
    else store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name }, spec })
    await settle()
  }
  const withdraw = async (name: string) => {
    store.delete('Node', name)
    await settle()
  }
  const placeTask = (node: string) => {
    const spec = { service: 'web', slot: 1, node, revision: 'r1', contents: {}, template: { image: 'nginx' } }
    store.create('Task', {
      apiVersion: API_VERSION,
      kind: 'Task',
      metadata: { name: 'web-1', namespace: 'shop' },
      spec,
    })
  }
  const seen = async () => {
    const engines = [...(await connections.engines()).keys()]
    deepEqual(
      engines.sort(),
      hosts.inventory
        .hosts()
        .map(({ node }) => node)
        .sort(),
    )
    return hosts.inventory.hosts().map(({ node, info }) => `${node} is ${info?.name}`)
  }
  await settle()
  return { world, declare, withdraw, placeTask, seen, closed, settle, connections, store }
}

describe('the connections of a process', () => {
  it('follow what is declared: one more, one elsewhere, one no more', async () => {
    const { declare, withdraw, seen, closed } = await following()
    await declare('far', 'b')
    deepEqual(await seen(), ['a is a', 'far is b'])
    await declare('far', 'c')
    deepEqual([await seen(), closed], [['a is a', 'far is c'], ['far at b']])
    await withdraw('far')
    deepEqual([await seen(), closed], [['a is a'], ['far at b', 'far at c']])
    await declare('far', 'c')
    deepEqual(await seen(), ['a is a', 'far is c'])
  })

  it('stay where tasks run on one that is declared no more, until it has another name', async () => {
    const { declare, withdraw, placeTask, seen } = await following()
    await declare('far', 'b')
    placeTask('far')
    await withdraw('far')
    deepEqual(await seen(), ['a is a', 'far is b'])
    await declare('near', 'b')
    deepEqual(await seen(), ['a is a', 'near is b'])
  })

  it('end where one is declared no more that does not answer', async () => {
    const { world, declare, withdraw, placeTask, seen, settle } = await following()
    await declare('far', 'b')
    placeTask('far')
    world.hosts.get('b')?.crash()
    await settle()
    await withdraw('far')
    deepEqual(await seen(), ['a is a'])
  })

  it('are made for a look at what is declared elsewhere, and for no longer', async () => {
    const { declare, store, connections, closed, seen } = await following()
    await declare('far', 'b')
    const other = aCore('/nowhere').store
    for (const [name, host] of [
      ['far', 'b'],
      ['new', 'c'],
    ] as const)
      other.create('Node', {
        ...{ apiVersion: API_VERSION, kind: 'Node', metadata: { name } },
        spec: { engine: { host: `tcp://${host}:2375` } },
      })
    const { engines, close } = connections.connectOthers(other)
    deepEqual([...engines.keys()], ['new'])
    close()
    deepEqual(closed, ['new at c'])
    deepEqual([await seen(), store.list('Node').size], [['a is a', 'far is b'], 1])
  })
})
