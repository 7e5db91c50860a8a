import assert from 'node:assert/strict'
import type { ContainerInspect } from '../../engine/types/container.ts'
import { containerOf, createFakeHost, type FakeHost, iso, start } from './fake-host.ts'

const withPolicy = { HostConfig: { RestartPolicy: { Name: 'unless-stopped' } } }

describe('the informer', () => {
  let host: FakeHost
  const put = (container: ContainerInspect) => host.containers.set(container.Id, container)
  const cached = (id: string) => host.inventory.host('h1')?.containers.get(id)
  const reads = () => host.calls.filter((call) => call.startsWith('inspect'))
  const forget = () => {
    host.calls.length = 0
    host.changes.length = 0
  }
  /** A host with running containers `a` and `b` that was listed; the record of its calls is empty. */
  beforeEach(async () => {
    host = createFakeHost()
    put(containerOf('a'))
    put(containerOf('b', {}, withPolicy))
  })
  afterEach(() => host.informer.stop())
  const settle = async () => {
    await host.run(100)
    forget()
  }

  it('lists at once, subscribes to what happened since, and says when the first list is in', async () => {
    assert.equal(host.inventory.host('h1')?.synced, false)
    await host.run(100)
    assert.equal(host.inventory.host('h1')?.synced, true)
    assert.deepEqual(host.calls, [
      'info',
      'list',
      'list of compose',
      'networks',
      'volumes',
      'watch',
      'inspect a',
      'inspect b',
    ])
    assert.ok((host.since ?? 0) < start)
    assert.deepEqual([...(host.inventory.host('h1')?.containers.keys() ?? [])].sort(), ['a', 'b'])
    assert.deepEqual(
      host.inventory.containersOf('ta').map(({ node }) => node),
      ['h1'],
    )
  })

  it('lists while its subscription is on the way, and has a list only with it', async () => {
    host.opening = 50
    await host.run(40)
    assert.deepEqual(reads(), ['inspect a', 'inspect b'])
    assert.equal(host.inventory.host('h1')?.synced, false)
    await host.run(20)
    assert.equal(host.inventory.host('h1')?.synced, true)
  })

  it('takes a death from its event alone where no restart policy is in play', async () => {
    await settle()
    host.emit({ action: 'die', id: 'a', attributes: { exitCode: '3' } })
    await host.run(100)
    assert.deepEqual([cached('a')?.State.Status, cached('a')?.State.ExitCode], ['exited', 3])
    assert.deepEqual(host.changes, ['container a'])
    assert.deepEqual(host.calls, [])
  })

  it('looks, once and soon, where the engine may restart the container', async () => {
    await settle()
    put(containerOf('b', { Status: 'restarting', ExitCode: 1, FinishedAt: iso(100) }, withPolicy))
    host.emit({ action: 'die', id: 'b', attributes: { exitCode: '1' } })
    host.emit({ action: 'stop', id: 'b' })
    await host.run(25)
    assert.deepEqual(host.calls, ['inspect b'])
    assert.equal(cached('b')?.State.Status, 'restarting')
  })

  it('looks again, less and less often, at what waits for a restart, until that is over: one given up is told by no event', async () => {
    const waits = (at: number) =>
      containerOf('b', { Status: 'restarting', ExitCode: 1, FinishedAt: iso(at) }, withPolicy)
    await settle()
    put(waits(100))
    host.emit({ action: 'die', id: 'b', attributes: { exitCode: '1' } })
    await host.run(3_500)
    assert.deepEqual(reads(), ['inspect b', 'inspect b', 'inspect b'], 'at once, after 1 s, and 2 s later')
    forget()
    put(waits(3_400))
    host.emit({ action: 'die', id: 'b', attributes: { exitCode: '1' } })
    await host.run(5_000)
    assert.deepEqual(reads(), ['inspect b', 'inspect b'], 'the next wait begins anew when its time has come')
    put(containerOf('b', { Status: 'exited', Running: false, ExitCode: 1, FinishedAt: iso(3_400) }, withPolicy))
    await host.run(3_000)
    assert.equal(cached('b')?.State.Status, 'exited')
    forget()
    await host.run(60_000)
    assert.deepEqual(reads(), [])
  })

  it('asks no more often for what waits for a restart and can not be read', async () => {
    await settle()
    put(containerOf('b', { Status: 'restarting', ExitCode: 1, FinishedAt: iso(100) }, withPolicy))
    host.emit({ action: 'die', id: 'b', attributes: { exitCode: '1' } })
    await host.run(50)
    host.sick.add('b')
    await host.run(3_600_000)
    forget()
    await host.run(3_600_000)
    assert.ok(
      reads().filter((call) => call === 'inspect b').length <= 40,
      `${reads().length} in an hour, of which 12 are of lists`,
    )
  })

  it('takes the death of a container that we stop from its event, whatever its policy', async () => {
    await settle()
    host.inventory.expectStop('h1', 'b')
    for (const action of ['kill', 'die', 'stop']) host.emit({ action, id: 'b', attributes: { exitCode: '0' } })
    await host.run(100)
    assert.equal(cached('b')?.State.Status, 'exited')
    assert.deepEqual(host.calls, [])
    assert.equal(host.inventory.stoppedByHand('h1', 'b'), false)
  })

  it('knows how a container ended that runs again', async () => {
    await settle()
    assert.equal(host.inventory.lastEnd('h1', 'a'), undefined)
    host.emit({ action: 'die', id: 'a', attributes: { exitCode: '3' } })
    put(containerOf('a', { StartedAt: iso(200), FinishedAt: iso(100) }))
    host.emit({ action: 'start', id: 'a' })
    await host.run(100)
    assert.equal(cached('a')?.State.Status, 'running')
    const ofRun = containerOf('a').State.StartedAt
    const end = { time: host.clock.now() - 100, exitCode: 3, oomKilled: false, ofRun }
    assert.deepEqual(host.inventory.lastEnd('h1', 'a'), end)
  })

  for (const whose of ['ours', 'by hand'] as const)
    it(`tells a container that somebody stopped from one that ended by itself, and a start ${whose} after that`, async () => {
      await settle()
      host.emit({ action: 'kill', id: 'a' })
      host.emit({ action: 'die', id: 'a', attributes: { exitCode: '137' } })
      await host.run(100)
      assert.equal(host.inventory.stoppedByHand('h1', 'a'), true)
      if (whose === 'ours') host.inventory.expectStart('h1', 'a')
      put(containerOf('a', { StartedAt: iso(200) }))
      host.emit({ action: 'start', id: 'a' })
      await host.run(100)
      assert.equal(host.inventory.stoppedByHand('h1', 'a'), false)
      assert.equal(host.inventory.restartedByHand('h1', 'a'), whose === 'by hand')
    })

  /** Changes a container without an event, after which the host is listed again. */
  const unseen = async (state: Partial<ContainerInspect['State']>) => {
    host.breakStreams()
    put(containerOf('a', state))
    await host.run(2_000)
  }
  const stopByHand = async () => {
    host.emit({ action: 'kill', id: 'a' })
    host.emit({ action: 'die', id: 'a', attributes: { exitCode: '137' } })
    await host.run(100)
  }
  const startAt = async (ms: number) => {
    put(containerOf('a', { StartedAt: iso(ms) }))
    host.emit({ action: 'start', id: 'a' })
    await host.run(100)
  }

  it('holds no restart by hand for the cause of a later start that nobody told of', async () => {
    await settle()
    await stopByHand()
    await startAt(200)
    assert.equal(host.inventory.restartedByHand('h1', 'a'), true)
    await unseen({ StartedAt: iso(1_000), FinishedAt: iso(900), ExitCode: 0 })
    assert.equal(host.inventory.restartedByHand('h1', 'a'), false)
  })

  it('holds no stop by hand for the cause of an end after a start that nobody told of', async () => {
    await settle()
    await stopByHand()
    await unseen({ StartedAt: iso(1_000) })
    assert.equal(host.inventory.stoppedByHand('h1', 'a'), false)
    host.emit({ action: 'die', id: 'a', attributes: { exitCode: '1' } })
    await host.run(100)
    assert.equal(host.inventory.stoppedByHand('h1', 'a'), false)
    await startAt(3_000)
    assert.equal(host.inventory.restartedByHand('h1', 'a'), false)
  })

  it('holds no start of ours that nobody told of for a later one by hand', async () => {
    await settle()
    host.emit({ action: 'die', id: 'a', attributes: { exitCode: '1' } })
    await host.run(100)
    host.inventory.expectStart('h1', 'a')
    await unseen({ StartedAt: iso(1_000) })
    await stopByHand()
    await startAt(3_000)
    assert.equal(host.inventory.restartedByHand('h1', 'a'), true)
  })

  for (const { signal, StopSignal, byHand } of [
    { signal: '1', byHand: false },
    { signal: '10', byHand: false },
    { signal: '1', StopSignal: 'SIGHUP', byHand: true },
    { signal: '37', StopSignal: 'SIGRTMIN+3', byHand: true },
    { signal: '2', byHand: true },
    { signal: '3', byHand: true },
    { signal: '9', StopSignal: 'SIGHUP', byHand: true },
    { signal: '15', StopSignal: 'HUP', byHand: true },
  ])
    it(`takes signal ${signal} with stop signal ${StopSignal ?? 'TERM'} for ${byHand ? 'a' : 'no'} stop by hand`, async () => {
      const { Config } = containerOf('a')
      put(containerOf('a', {}, { Config: { ...Config, ...(StopSignal ? { StopSignal } : {}) } }))
      await settle()
      host.emit({ action: 'kill', id: 'a', attributes: { signal } })
      await host.run(60_000)
      host.emit({ action: 'die', id: 'a', attributes: { exitCode: '0' } })
      await host.run(100)
      assert.equal(host.inventory.stoppedByHand('h1', 'a'), byHand)
    })

  it('takes health from its event, and of what is unhealthy says so with the log that says why', async () => {
    put(containerOf('a', { Health: { Status: 'starting' } }))
    await settle()
    host.emit({ action: 'health_status: healthy', id: 'a' })
    await host.run(100)
    assert.equal(cached('a')?.State.Health?.Status, 'healthy')
    assert.deepEqual(host.calls, [])
    put(containerOf('a', { Health: { Status: 'unhealthy', Log: [{ ExitCode: 1, Output: 'refused' }] } }))
    host.emit({ action: 'health_status: unhealthy', id: 'a' })
    await host.run(5)
    assert.equal(cached('a')?.State.Health?.Status, 'healthy')
    await host.run(100)
    assert.deepEqual(cached('a')?.State.Health, { Status: 'unhealthy', Log: [{ ExitCode: 1, Output: 'refused' }] })
  })

  it('drops what is destroyed at once, and never asks for it', async () => {
    await settle()
    host.containers.delete('a')
    for (const action of ['kill', 'die', 'destroy']) host.emit({ action, id: 'a', attributes: { exitCode: '137' } })
    await host.run(100)
    assert.equal(cached('a'), undefined)
    assert.deepEqual(host.inventory.containersOf('ta'), [])
    assert.equal(host.inventory.containerNamed('h1', 'name-a'), undefined)
    assert.deepEqual(host.calls, [])
  })

  it('renames and pauses at once, and reads the names that go with the new one', async () => {
    await settle()
    host.emit({ action: 'rename', id: 'a', attributes: { name: 'new', oldName: '/name-a' } })
    host.emit({ action: 'pause', id: 'a' })
    put(containerOf('a', { Status: 'paused', Paused: true }, { Name: '/new' }))
    await host.run(5)
    assert.equal(host.inventory.containerNamed('h1', 'new')?.State.Status, 'paused')
    assert.equal(host.inventory.containerNamed('h1', 'name-a'), undefined)
    await host.run(100)
    assert.deepEqual(host.calls, ['inspect a'])
    host.emit({ action: 'unpause', id: 'a' })
    await host.run(100)
    assert.equal(cached('a')?.State.Status, 'running')
    assert.deepEqual(host.calls, ['inspect a'])
  })

  it('asks nothing about what our own put has shown already, before or after the events', async () => {
    await settle()
    const created = containerOf('c', { Status: 'created', Running: false, StartedAt: '0001-01-01T00:00:00Z' })
    const running = containerOf('c', { StartedAt: iso(150) })
    put(running)
    host.inventory.putContainer('h1', created)
    host.emit({ action: 'create', id: 'c' })
    host.emit({ action: 'connect', type: 'network', id: 'n1', attributes: { container: 'c' } })
    host.emit({ action: 'start', id: 'c' })
    await host.run(10)
    host.inventory.putContainer('h1', {
      ...running,
      NetworkSettings: { Networks: { n: { NetworkID: 'n1', IPAddress: '10.0.0.2' } } },
    })
    host.emit({ action: 'start', id: 'c' })
    await host.run(200)
    assert.deepEqual(host.calls, [])
    assert.equal(host.changes.filter((change) => change === 'container c').length, 2)
  })

  it('reads a container of ours that somebody else made, and no foreign one', async () => {
    await settle()
    put(containerOf('c'))
    put(containerOf('f', {}, { Config: { Image: 'i', Labels: {} } }))
    host.emit({ action: 'create', id: 'c' })
    host.emit({ action: 'create', id: 'f', attributes: {} })
    await host.run(2_000)
    assert.deepEqual(reads(), [], 'a loop of ours would bring it meanwhile')
    await host.run(2_000)
    assert.deepEqual(reads(), ['inspect c'])
    assert.equal(host.inventory.containersOf('tc').length, 1)
  })

  it('leaves what was made to its loop for as long as others are being made, at most half a minute', async () => {
    await settle()
    const make = (id: string) => {
      put(containerOf(id))
      host.emit({ action: 'create', id })
    }
    for (let i = 0; i < 16; i++) {
      make(`c${i}`)
      await host.run(2_000)
    }
    const looked = reads()
    assert.deepEqual(looked, ['inspect c0'])
    await host.run(4_000)
    assert.equal(reads().length, 16)
  })

  it('looks soon at what ends while others are being made', async () => {
    await settle()
    for (const id of ['c0', 'c1']) {
      put(containerOf(id, { Status: 'exited', Running: false, ExitCode: 1 }))
      host.emit({ action: 'create', id })
      await host.run(1_000)
    }
    host.emit({ action: 'die', id: 'c0' })
    await host.run(200)
    assert.deepEqual(reads(), ['inspect c0'])
  })

  it('coalesces many events of one container in one look', async () => {
    await settle()
    for (let i = 0; i < 50; i++) host.emit({ action: 'update', id: 'a' })
    await host.run(200)
    assert.deepEqual(host.calls, ['inspect a'])
    assert.deepEqual(host.changes, [])
  })

  it('follows networks and volumes', async () => {
    await settle()
    host.networks.set('n1', { Id: 'n1', Name: 'net', Containers: { x: { Name: 'x' } } })
    host.volumes.set('v1', { Name: 'v1', Driver: 'local' })
    host.emit({ type: 'network', action: 'create', id: 'n1' })
    host.emit({ type: 'volume', action: 'create', id: 'v1' })
    await host.run(200)
    assert.deepEqual(host.calls.sort(), ['network n1', 'volume v1'])
    assert.deepEqual(host.inventory.networksNamed('h1', 'net'), [{ Id: 'n1', Name: 'net' }])
    host.emit({ type: 'network', action: 'destroy', id: 'n1' })
    host.emit({ type: 'volume', action: 'destroy', id: 'v1' })
    await host.run(200)
    assert.deepEqual(host.inventory.networksNamed('h1', 'net'), [])
    assert.equal(host.inventory.host('h1')?.volumes.size, 0)
  })

  it('reads an image at a list while a container is of it or somebody asks for it, and forgets it then', async () => {
    await settle()
    const { inventory } = host
    for (const [name, Id] of Object.entries({ i: 'sha256:0', 'run:1': 'sha256:1', 'build:1': 'sha256:9' })) {
      host.images.set(name, { Id })
      inventory.putImage('h1', name, { Id })
    }
    inventory.putImage('h1', 'gone:1', 'absent')
    for (const name of ['build:1', 'gone:1']) inventory.image('h1', name)
    const lists: string[][] = []
    for (let list = 0; list < 3; list += 1) {
      host.calls.length = 0
      await host.run(350_000)
      lists.push(host.calls.filter((call) => call.startsWith('image')).sort())
    }
    const all = ['image build:1', 'image gone:1', 'image i', 'image run:1']
    assert.deepEqual(lists, [all, all, ['image i', 'image run:1']])
  })

  it('forgets what it knew of all images when one is loaded: no event tells which tags came with it', async () => {
    await settle()
    host.inventory.putImage('h1', 'redis', 'absent')
    host.inventory.putImage('h1', 'nginx:1', { Id: 'sha256:9' })
    host.emit({ type: 'image', action: 'load', id: 'sha256:8', attributes: { name: 'sha256:8' } })
    await host.run(10)
    assert.deepEqual(
      [host.inventory.image('h1', 'redis'), host.inventory.image('h1', 'nginx:1')],
      [undefined, undefined],
    )
  })

  it('forgets what it knew of an image that changes', async () => {
    await settle()
    host.inventory.putImage('h1', 'redis', 'absent')
    host.inventory.putImage('h1', 'nginx:1', { Id: 'sha256:9' })
    host.emit({ type: 'image', action: 'pull', id: 'redis:latest', attributes: { name: 'redis' } })
    host.emit({ type: 'image', action: 'delete', id: 'sha256:9', attributes: { name: 'sha256:9' } })
    await host.run(10)
    assert.deepEqual(
      [host.inventory.image('h1', 'redis'), host.inventory.image('h1', 'nginx:1')],
      [undefined, undefined],
    )
  })
})
