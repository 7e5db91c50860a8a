import assert from 'node:assert/strict'
import { containerOf, createFakeHost, type FakeHost, iso } from './fake-host.ts'

const isRead = (call: string) => call.startsWith('inspect')
const never = '0001-01-01T00:00:00Z'

describe('the informer, when things overtake each other', () => {
  let host: FakeHost
  const cached = (id: string) => host.inventory.host('h1')?.containers.get(id)
  beforeEach(async () => {
    host = createFakeHost()
    host.containers.set('a', containerOf('a', { Health: { Status: 'starting' } }))
    await host.run(100)
    host.calls.length = 0
  })
  afterEach(() => host.informer.stop())

  it('reads again what an event changed while it was read', async () => {
    host.travel = 20
    host.emit({ action: 'update', id: 'a' })
    await host.run(70)
    assert.deepEqual(host.calls, ['inspect a'])
    host.emit({ action: 'die', id: 'a', attributes: { exitCode: '1' } })
    host.containers.set('a', containerOf('a', { Status: 'exited', Running: false, ExitCode: 1, FinishedAt: iso(170) }))
    await host.run(5)
    assert.equal(cached('a')?.State.Status, 'exited')
    await host.run(100)
    assert.deepEqual(host.calls, ['inspect a', 'inspect a'])
    assert.equal(cached('a')?.State.FinishedAt, iso(170))
  })

  it('looks again at what is called unhealthy since a pause once its checks go on, not before', async () => {
    const called = (Status: 'paused' | 'running', FailingStreak: number) =>
      containerOf('a', { Status, Paused: Status === 'paused', Health: { Status: 'unhealthy', FailingStreak } })
    const looks = () => host.calls.filter((call) => call === 'inspect a')
    host.inventory.putContainer('h1', called('running', 0))
    host.containers.set('a', called('paused', 0))
    host.emit({ action: 'pause', id: 'a' })
    await host.run(120_000)
    assert.ok(looks().length <= 1, `${looks().length} looks`)
    host.calls.length = 0
    host.containers.set('a', called('running', 3))
    host.emit({ action: 'unpause', id: 'a' })
    await host.run(1_500)
    assert.deepEqual(looks(), ['inspect a'])
    assert.equal(cached('a')?.State.Health?.FailingStreak, 3)
  })

  /** A container between two runs, and as a stop in between leaves it; the engine emits no `die` for that. */
  const waiting = containerOf('a', { Status: 'restarting', ExitCode: 1, FinishedAt: iso(50) })
  const ended = containerOf('a', { Status: 'exited', Running: false, ExitCode: 1, FinishedAt: iso(50) })

  it('reads again when an event comes while it reads, also one that meant nothing for what was known', async () => {
    host.containers.set('a', waiting)
    host.emit({ action: 'oom', id: 'a' })
    host.travel = 20
    await host.run(25)
    assert.deepEqual(host.calls, ['inspect a'])
    host.containers.set('a', ended)
    host.emit({ action: 'kill', id: 'a' })
    await host.run(100)
    assert.deepEqual([cached('a')?.State.Status, host.calls.length], ['exited', 2])
  })

  for (const action of ['stop', 'kill']) {
    it(`sees a ${action} in the wait between two runs, which has no death`, async () => {
      host.inventory.putContainer('h1', waiting)
      host.containers.set('a', ended)
      host.emit({ action, id: 'a' })
      await host.run(100)
      assert.deepEqual([cached('a')?.State.Status, host.calls], ['exited', ['inspect a']])
    })
  }

  it('does not read again what only a put of ours has overtaken', async () => {
    const made = containerOf('c', { Status: 'created', Running: false, StartedAt: never })
    host.containers.set('c', made)
    host.travel = 30
    host.emit({ action: 'create', id: 'c' })
    while (host.calls.length === 0) await host.run(5)
    assert.deepEqual(host.calls, ['inspect c'])
    host.inventory.putContainer('h1', containerOf('c', { StartedAt: iso(3_100) }))
    await host.run(200)
    assert.deepEqual([cached('c')?.State.Status, host.calls], ['running', ['inspect c']])
  })

  it('looks when a put of ours shows what an event has ended since', async () => {
    host.containers.set('a', ended)
    host.emit({ action: 'kill', id: 'a' })
    await host.run(5)
    host.inventory.putContainer('h1', waiting)
    await host.run(100)
    assert.deepEqual([cached('a')?.State.Status, host.calls], ['exited', ['inspect a']])
  })

  it('does not let an answer of ours that was overtaken undo a death, and makes sure by a look', async () => {
    const stale = host.containers.get('a')
    host.containers.set('a', containerOf('a', { Status: 'exited', Running: false, ExitCode: 7, FinishedAt: iso(100) }))
    host.emit({ action: 'die', id: 'a', attributes: { exitCode: '7' } })
    await host.run(5)
    if (stale) host.inventory.putContainer('h1', stale)
    assert.equal(cached('a')?.State.Status, 'exited')
    await host.run(100)
    assert.deepEqual(host.calls, ['inspect a'])
    assert.equal(cached('a')?.State.ExitCode, 7)
  })

  it('believes a read of ours that nothing has overtaken: a removal was given up, of which no event tells', async () => {
    host.inventory.putContainer('h1', containerOf('a', { Status: 'removing', Running: false, FinishedAt: iso(50) }))
    host.inventory.putContainer('h1', ended)
    assert.equal(cached('a')?.State.Status, 'removing')
    host.inventory.putContainer('h1', ended, host.inventory.stamp())
    assert.equal(cached('a')?.State.Status, 'exited')
  })

  it('does not let an answer of ours that was overtaken undo health', async () => {
    host.emit({ action: 'health_status: healthy', id: 'a' })
    await host.run(5)
    host.inventory.putContainer('h1', containerOf('a', { Health: { Status: 'starting' } }))
    assert.equal(cached('a')?.State.Health?.Status, 'healthy')
  })

  it('does not let a read of ours that a rename overtook undo the name, and makes sure by a look', async () => {
    const [stale, asked] = [host.containers.get('a'), host.inventory.stamp()]
    host.containers.set('a', { ...containerOf('a'), Name: '/new' })
    host.emit({ action: 'rename', id: 'a', attributes: { name: 'new', oldName: '/name-a' } })
    await host.run(5)
    if (stale) host.inventory.putContainer('h1', stale, asked)
    assert.deepEqual([cached('a')?.Name, host.inventory.containerNamed('h1', 'new')?.Id], ['/new', 'a'])
    await host.run(100)
    assert.deepEqual([cached('a')?.Name, host.calls], ['/new', ['inspect a']])
  })

  it('takes the name that a read of ours shows where none was told since', async () => {
    host.containers.set('a', { ...containerOf('a'), Name: '/newer' })
    host.emit({ action: 'rename', id: 'a', attributes: { name: 'new', oldName: '/name-a' } })
    await host.run(5)
    host.inventory.putContainer('h1', { ...containerOf('a'), Name: '/newer' }, host.inventory.stamp())
    assert.equal(cached('a')?.Name, '/newer')
  })

  it('takes no name from an event that was on its way while a later rename was answered', async () => {
    const renamed = { ...containerOf('a'), Name: '/newer' }
    host.containers.set('a', renamed)
    host.inventory.putContainer('h1', renamed)
    host.emit({ action: 'rename', id: 'a', attributes: { name: 'new', oldName: '/name-a' } })
    await host.run(5)
    assert.equal(cached('a')?.Name, '/newer')
    await host.run(100)
    assert.equal(cached('a')?.Name, '/newer')
  })

  it('never brings back what was destroyed', async () => {
    const stale = containerOf('a')
    host.containers.delete('a')
    host.emit({ action: 'destroy', id: 'a' })
    await host.run(5)
    host.inventory.putContainer('h1', stale)
    assert.equal(cached('a'), undefined)
    host.emit({ action: 'die', id: 'a', attributes: { exitCode: '1', 'reconcile.dev/installation': 'default' } })
    await host.run(200)
    assert.equal(cached('a'), undefined)
  })

  it('brings back no network and no volume that was destroyed while it was read', async () => {
    host.travel = 30
    host.networks.set('n', { Id: 'n', Name: 'n' })
    host.volumes.set('v', { Name: 'v', Driver: 'local' })
    host.emit({ type: 'network', action: 'create', id: 'n' })
    host.emit({ type: 'volume', action: 'create', id: 'v' })
    await host.run(65)
    assert.deepEqual(host.calls, ['network n', 'volume v'])
    host.networks.clear()
    host.volumes.clear()
    host.emit({ type: 'network', action: 'destroy', id: 'n' })
    host.emit({ type: 'volume', action: 'destroy', id: 'v' })
    await host.run(500)
    assert.deepEqual([host.inventory.networksNamed('h1', 'n'), host.inventory.host('h1')?.volumes.size], [[], 0])
  })

  for (const isAsked of [false, true])
    it(`holds no image for what it was before its tag moved, ${isAsked ? 'asked for anew' : 'known no more'}`, async () => {
      host.inventory.putImage('h1', 'i', { Id: 'sha256:1' })
      host.images.set('i', { Id: 'sha256:1' })
      await host.run(10_000)
      host.travel = 30
      host.breakStreams()
      while (!host.calls.includes('image i')) await host.run(1)
      host.emit({ type: 'image', action: 'tag', id: 'sha256:2', attributes: { name: 'i:latest' } })
      await host.run(2)
      if (isAsked) host.inventory.putImage('h1', 'i', { Id: 'sha256:2' })
      await host.run(500)
      assert.deepEqual(host.inventory.image('h1', 'i'), isAsked ? { Id: 'sha256:2' } : undefined)
    })

  it('only looks at the end of an earlier run, and takes no notice of its health', async () => {
    const earlier = host.clock.now()
    host.containers.set('a', containerOf('a', { StartedAt: iso(110) }))
    host.inventory.putContainer('h1', containerOf('a', { StartedAt: iso(110) }))
    host.changes.length = 0
    host.emit({ action: 'health_status: unhealthy', id: 'a', time: earlier })
    await host.run(200)
    assert.deepEqual(host.calls, [])
    host.emit({ action: 'die', id: 'a', attributes: { exitCode: '1' }, time: earlier })
    await host.run(200)
    assert.deepEqual([cached('a')?.State.Status, host.calls, host.changes], ['running', ['inspect a'], []])
  })

  for (const [by, ms] of [
    ['an hour', 3_600_000],
    ['a few seconds', 5_000],
  ] as const)
    it(`sees the end of a run whose start was told by a clock that was set back by ${by} since`, async () => {
      const back = host.clock.now() - ms
      const ended = { Status: 'exited', Running: false, FinishedAt: iso(100 - ms) } as const
      host.containers.set('a', containerOf('a', ended))
      host.emit({ action: 'die', id: 'a', attributes: { exitCode: '1' }, time: back })
      await host.run(100)
      assert.deepEqual([cached('a')?.State.Status, host.calls], ['exited', ['inspect a']])
    })

  it('looks at a start of what runs, where an end before it was never told, and at no start that it knows', async () => {
    host.emit({ action: 'start', id: 'a', time: Date.parse(iso(-500)) })
    await host.run(20_000)
    assert.deepEqual(host.calls.filter(isRead), [])
    host.containers.set('a', containerOf('a', { StartedAt: iso(19_000) }))
    host.emit({ action: 'start', id: 'a' })
    await host.run(5_000)
    assert.deepEqual([host.calls.filter(isRead), cached('a')?.State.StartedAt], [['inspect a'], iso(19_000)])
  })

  it('keeps what was put while a list was on its way', async () => {
    await host.run(10_000)
    host.travel = 30
    host.breakStreams()
    await host.run(45)
    host.inventory.putContainer('h1', containerOf('new', { Status: 'created', StartedAt: never }))
    host.inventory.putNetwork('h1', { Id: 'n', Name: 'n' })
    host.inventory.putVolume('h1', { Name: 'v', Driver: 'local' })
    await host.run(20)
    assert.ok(host.calls.includes('list'))
    assert.ok(cached('new'))
    assert.equal(host.inventory.networksNamed('h1', 'n').length, 1)
    assert.equal(host.inventory.host('h1')?.volumes.size, 1)
  })

  it('finds what was never told by the periodic list, and says nothing of what did not change', async () => {
    host.containers.set('lost', containerOf('lost'))
    host.containers.set('a', containerOf('a', { Health: { Status: 'starting', FailingStreak: 1, Log: [] } }))
    host.changes.length = 0
    const cancel = host.clock.after(400_000, () => {})
    await host.clock.runUntilQuiet({ until: host.clock.now() + 400_000, steps: 10_000 })
    cancel()
    assert.deepEqual(host.changes, ['container lost'])
  })

  for (const [what, age, reads] of [
    ['a new volume for one of its name that was removed before', 0, ['volume v']],
    ['the volume itself', 1_100, []],
  ] as const)
    it(`takes the removal that an event tells for that of ${what}`, async () => {
      await host.run(2_000)
      const made = { Name: 'v', Driver: 'local', CreatedAt: new Date(host.clock.now() - age).toISOString() }
      if (age === 0) host.volumes.set('v', made)
      host.inventory.putVolume('h1', made)
      host.calls.length = 0
      host.emit({ type: 'volume', action: 'destroy', id: 'v' })
      await host.run(70)
      assert.deepEqual([host.calls, host.inventory.host('h1')?.volumes.has('v')], [reads, age === 0])
    })

  it('lists volumes again after a prune of them, as an engine before API 1.42 tells of none by name', async () => {
    host.volumes.set('v', { Name: 'v', Driver: 'local' })
    host.emit({ type: 'volume', action: 'create', id: 'v' })
    await host.run(1_000)
    host.volumes.clear()
    host.calls.length = 0
    for (const type of ['container', 'network', 'volume', 'image'] as const)
      host.emit({ type, action: 'prune', id: '' })
    await host.run(1_500)
    assert.deepEqual([host.calls, host.inventory.host('h1')?.volumes.size], [['volumes'], 0])
  })

  it('lists and beats only, when nothing happens', async () => {
    await host.run(3_600_000)
    const kinds = new Set(host.calls)
    assert.deepEqual([...kinds].sort(), ['info', 'inspect a', 'list', 'list of compose', 'networks', 'volumes'])
    for (const list of ['list', 'list of compose']) assert.ok(host.calls.filter((call) => call === list).length <= 13)
    assert.ok(host.calls.filter((call) => call === 'info').length <= 270)
  })
})
