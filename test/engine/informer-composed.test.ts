import { deepEqual } from 'node:assert/strict'
import type { ContainerState } from '../../engine/types/container.ts'
import { containerOf, createFakeHost, type FakeHost } from './fake-host.ts'

const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' }

describe('the informer, of what docker compose runs', () => {
  let host: FakeHost
  const has = (id: string, Status: ContainerState, more: Record<string, string> = {}) =>
    host.containers.set(id, containerOf(id, { Status }, { Config: { Image: 'i', Labels: { ...labels, ...more } } }))
  const emit = (action: string, id: string, more: Record<string, string> = {}) =>
    host.emit({ action, id, attributes: { name: `name-${id}`, ...labels, ...more } })
  const known = (service = 'shop/web') =>
    host.inventory
      .composedOfService(service)
      .map(({ node, container: { name, state } }) => `${node} ${name} ${state}`)
      .sort()

  async function listed(): Promise<void> {
    await host.run(100)
    host.calls.length = 0
    host.changes.length = 0
  }
  beforeEach(() => {
    host = createFakeHost()
  })
  afterEach(() => host.informer.stop())

  it('lists it with the rest, and inspects none of it', async () => {
    has('a', 'running')
    has('b', 'paused')
    has('c', 'restarting')
    await host.run(100)
    deepEqual(known(), ['h1 name-a running', 'h1 name-b paused', 'h1 name-c restarting'])
    deepEqual(host.calls, ['info', 'list', 'list of compose', 'networks', 'volumes', 'watch'])
    deepEqual(host.changes.filter((change) => change.startsWith('container')).sort(), [
      ...['container a', 'container b', 'container c'],
    ])
  })

  it('leaves out what does not run, one-offs, and what is of a swarm or an installation', async () => {
    has('a', 'exited')
    has('b', 'created')
    has('c', 'running', { 'com.docker.compose.oneoff': 'True' })
    has('d', 'running', { 'com.docker.swarm.service.name': 'web' })
    has('e', 'running', { 'reconcile.dev/installation': 'default' })
    has('f', 'running', { 'reconcile.dev/installation': 'other' })
    has('g', 'running', { 'com.docker.compose.service': 'db' })
    await host.run(100)
    deepEqual([known(), known('shop/db')], [[], ['h1 name-g running']])
  })

  it('knows by their events alone of a start, another name and a removal', async () => {
    await listed()
    has('a', 'running')
    emit('create', 'a')
    emit('start', 'a')
    await host.run(100)
    deepEqual(known(), ['h1 name-a running'])
    emit('rename', 'a', { name: 'other', oldName: 'name-a' })
    await host.run(100)
    deepEqual(known(), ['h1 other running'])
    host.containers.delete('a')
    emit('destroy', 'a')
    await host.run(100)
    deepEqual([known(), host.calls], [[], []])
    deepEqual(host.changes, ['container a', 'container a', 'container a'])
  })

  for (const [state, left] of [
    ['exited', []],
    ['restarting', ['h1 name-a restarting']],
  ] as const)
    it(`looks whether what ended is ${state}: it stays known until then`, async () => {
      has('a', 'running')
      await listed()
      has('a', state)
      emit('die', 'a', { exitCode: '1' })
      emit('stop', 'a')
      await host.run(5)
      deepEqual(known(), ['h1 name-a running'])
      await host.run(100)
      deepEqual([known(), host.calls], [left, ['look at a']])
    })

  for (const action of ['stop', 'kill'])
    it(`looks after a ${action} in the wait between two runs, which has no death, and after no other`, async () => {
      has('a', 'restarting')
      has('b', 'running')
      await listed()
      has('a', 'exited')
      emit(action, 'a')
      emit(action, 'b')
      await host.run(100)
      deepEqual([known(), host.calls], [['h1 name-b running'], ['look at a']])
    })

  it('believes an event more than a look, and a list, that was sent before', async () => {
    has('a', 'running')
    await listed()
    host.travel = 50
    has('a', 'exited')
    emit('die', 'a')
    await host.run(30)
    has('a', 'running')
    emit('start', 'a')
    await host.run(200)
    deepEqual([known(), host.calls], [['h1 name-a running'], ['look at a']])
  })

  it('asks for nothing of it while nothing happens, but for a list with each of the others', async () => {
    has('a', 'running')
    await listed()
    await host.run(3_600_000)
    const count = (name: string) => host.calls.filter((call) => call === name).length
    deepEqual([...new Set(host.calls)].sort(), ['info', 'list', 'list of compose', 'networks', 'volumes'])
    deepEqual([count('list of compose'), host.changes], [count('list'), []])
  })

  it('finds by its list what was never told', async () => {
    has('a', 'running')
    await listed()
    has('a', 'exited')
    has('b', 'running')
    await host.run(400_000)
    deepEqual(known(), ['h1 name-b running'])
  })

  it('keeps the last known of a host that falls silent, and nothing of one that is removed', async () => {
    has('a', 'running')
    await listed()
    host.failing = 'Unreachable'
    host.breakStreams()
    await host.run(60_000)
    deepEqual(known(), ['h1 name-a running'])
    host.inventory.removeHost('h1')
    deepEqual(known(), [])
  })
})
