import { deepEqual, equal, match } from 'node:assert/strict'
import { labels } from '../../api/v1/labels.ts'
import { defaultSettings } from '../../api/v1/settings.ts'
import { watchHosts } from '../../controllers/hosts.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Store } from '../../store/objects/store.ts'
import { aWorld } from '../support/world.ts'

describe('the hosts of an installation', () => {
  it('come to be one more, and one of a name that is there takes its place', async () => {
    const { world } = aWorld({ nodes: ['a', 'b', 'c'] })
    const settle = () => world.clock.runUntilQuiet({ until: world.clock.now() + 10_000, steps: 1e6 })
    const closed: string[] = []
    const engineOf = (name: string, node = name): Engine => {
      const host = world.hosts.get(name)
      host?.byHand.run(`on-${name}`, { Image: 'nginx', Labels: { [labels.installation]: 'default' } })
      const engine = host?.engine() as Engine
      return { ...engine, node, close: () => void closed.push(name) }
    }
    const { clock, random } = world
    const store = { get: () => undefined, list: () => new Map() }
    const given = { installation: 'default', clock, random, store, settings: defaultSettings }
    const hosts = watchHosts({ ...given, engines: [engineOf('a')] })
    const told: string[] = []
    hosts.forEach(({ node }) => told.push(`${node} ${hosts.inventory.host(node)?.synced}`))
    await settle()
    const seen = () =>
      hosts.inventory
        .hosts()
        .map(({ node, containers }) => [node, ...[...containers.values()].map(({ Name }) => Name.replace('/', ''))])
    deepEqual(seen(), [['a', 'on-a']])

    hosts.add(engineOf('b'))
    deepEqual([...hosts.inventory.unlisted()], ['b'], 'nothing is decided before it is listed')
    await settle()
    deepEqual(seen(), [
      ['a', 'on-a'],
      ['b', 'on-b'],
    ])

    hosts.add(engineOf('c', 'b'))
    deepEqual(closed, ['b'])
    equal(hosts.inventory.host('b')?.containers.size, 0)
    await settle()
    deepEqual(seen(), [
      ['a', 'on-a'],
      ['b', 'on-c'],
    ])
    deepEqual(told, ['a false', 'b undefined', 'b undefined'])
    deepEqual(
      hosts.engines().map(({ node }) => node),
      ['a', 'b'],
    )
    hosts.stop()
    deepEqual(closed, ['b', 'a', 'c'])
  })

  it('ask an engine anew as soon as the node goes that had it', async () => {
    const { world } = aWorld({ nodes: ['a'] })
    const pass = (ms: number) => world.clock.runUntilQuiet({ until: world.clock.now() + ms, steps: 1e6 })
    const engineOf = (node: string): Engine => ({ ...(world.hosts.get('a')?.engine() as Engine), node })
    const { clock, random } = world
    const declared = new Map(['a', 'new'].map((name) => [name, { metadata: { name } }]))
    const get = (_: string, key: string) => declared.get(key)
    const store = { get, list: () => declared } as unknown as Pick<Store, 'get' | 'list'>
    const given = { installation: 'default', clock, random, store, settings: defaultSettings }
    const hosts = watchHosts({ ...given, engines: [engineOf('a')] })
    await pass(1000)
    hosts.add(engineOf('new'))
    await pass(60_000)
    match(hosts.inventory.host('new')?.unreachable ?? '', /its engine is that of node a/)
    declared.delete('a')
    hosts.remove('a')
    deepEqual([hosts.inventory.host('new')?.unreachable, [...hosts.inventory.unlisted()]], [undefined, ['new']])
    await pass(400)
    equal(hosts.inventory.host('new')?.synced, true, 'before the pause is over, which is of 2.5 s at least')
    hosts.stop()
  })
})
