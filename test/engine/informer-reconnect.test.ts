import assert from 'node:assert/strict'
import { containerOf, createFakeHost, type FakeHost, iso } from './fake-host.ts'

describe('the informer of a host that fails', () => {
  let host: FakeHost
  const view = () => host.inventory.host('h1')
  beforeEach(() => {
    host = createFakeHost()
    host.containers.set('a', containerOf('a'))
  })
  afterEach(() => host.informer.stop())

  it('says why, until it answers for the first time', async () => {
    host.informer.stop()
    host = createFakeHost('Unreachable')
    host.containers.set('a', containerOf('a'))
    await host.run(5_000)
    assert.deepEqual([view()?.unreachable, view()?.synced, view()?.lastAnswer], ['it fails', false, 0])
    host.failing = undefined
    await host.run(20_000)
    assert.deepEqual([view()?.unreachable, view()?.synced], [undefined, true])
    assert.ok(view()?.containers.has('a'))
  })

  it('reconnects at once when the stream breaks, and lists what it missed', async () => {
    await host.run(60_000)
    host.changes.length = 0
    host.breakStreams()
    host.containers.delete('a')
    host.containers.set('b', containerOf('b'))
    await host.run(50)
    assert.deepEqual([...(view()?.containers.keys() ?? [])], ['b'])
    assert.deepEqual(host.changes, ['container a', 'container b'])
    assert.equal(host.streams.size, 1)
  })

  it('finds again what a list lacked, as of an engine whose data was not there for a while', async () => {
    await host.run(60_000)
    const all = [...host.containers]
    host.containers.clear()
    host.breakStreams()
    await host.run(10_000)
    assert.equal(view()?.containers.size, 0)
    for (const [id, container] of all) host.containers.set(id, container)
    host.breakStreams()
    await host.run(50)
    assert.deepEqual([...(view()?.containers.keys() ?? [])], ['a'])
  })

  it('lists anew what is of another engine, though nothing broke', async () => {
    await host.run(60_000)
    host.id = 'e2'
    host.containers.clear()
    host.containers.set('b', containerOf('b'))
    await host.run(20_000)
    assert.deepEqual([...(view()?.containers.keys() ?? [])], ['b'])
    assert.deepEqual([view()?.synced, view()?.unreachable, host.streams.size], [true, undefined, 1])
  })

  it('lists again where the engine had the time to be restarted before its events began', async () => {
    await host.run(60_000)
    host.opening = 900
    host.breakStreams()
    await host.run(300)
    assert.equal(view()?.containers.get('a')?.State.Status, 'running')
    host.containers.set('a', containerOf('a', { Status: 'exited', Running: false, FinishedAt: iso(60_100) }))
    await host.run(1_000)
    assert.equal(host.streams.size, 1)
    assert.equal(view()?.containers.get('a')?.State.Status, 'exited')
  })

  it('does not call a host unreachable that only restarts its engine', async () => {
    await host.run(60_000)
    host.failing = 'Unreachable'
    host.breakStreams()
    await host.run(100)
    assert.equal(view()?.unreachable, undefined)
    host.failing = undefined
    await host.run(5_000)
    assert.equal(view()?.unreachable, undefined)
    assert.equal(host.streams.size, 1)
  })

  it('calls a host unreachable that gives no sign of life twice, and keeps what it knew', async () => {
    await host.run(60_000)
    const last = view()?.lastAnswer
    host.failing = 'Timeout'
    await host.run(20_000)
    assert.equal(view()?.unreachable, 'it fails')
    assert.deepEqual(
      [view()?.lastAnswer === undefined, (view()?.lastAnswer ?? 0) <= (last ?? 0) + 15_000],
      [false, true],
    )
    assert.ok(view()?.containers.has('a'))
    assert.equal(host.streams.size, 0)
    host.failing = undefined
    await host.run(30_000)
    assert.equal(view()?.unreachable, undefined)
    assert.equal(host.streams.size, 1)
  })

  it('asks a host that stays away every few seconds, and has it at once when it is back', async () => {
    host.failing = 'Unreachable'
    await host.run(3_600_000)
    assert.ok(host.calls.length > 720 && host.calls.length < 1500, String(host.calls.length))
    host.failing = undefined
    await host.run(5_100)
    assert.equal(view()?.unreachable, undefined)
  })

  it('does not spin with an engine whose stream breaks at once', async () => {
    const timer = () => {
      host.breakStreams()
      host.clock.after(20, timer, 'periodic')
    }
    timer()
    await host.run(60_000)
    assert.ok(host.calls.length < 200, String(host.calls.length))
  })

  it('gives up nothing for one container that the engine can not read', async () => {
    host.containers.set('sick', containerOf('sick'))
    host.sick.add('sick')
    await host.run(5_000)
    assert.deepEqual([view()?.synced, view()?.unreachable], [true, undefined])
    assert.deepEqual([...(view()?.containers.keys() ?? [])], ['a'])
  })

  it('gives up nothing for one container of which the engine answers nothing, and reads it when it does', async () => {
    host.containers.set('hung', containerOf('hung'))
    host.hung.add('hung')
    await host.run(60_000)
    assert.deepEqual([view()?.synced, view()?.unreachable], [true, undefined])
    assert.deepEqual([...(view()?.containers.keys() ?? [])], ['a'])
    assert.ok(host.calls.filter((call) => call === 'inspect hung').length < 10)
    host.hung.clear()
    await host.run(60_000)
    assert.deepEqual([...(view()?.containers.keys() ?? [])], ['a', 'hung'])
  })

  for (const how of ['hung', 'sick'] as const)
    it(`gives up nothing for one image of which the engine answers nothing: it is ${how}`, async () => {
      await host.run(5_000)
      for (const name of ['i', 'other']) host.inventory.putImage('h1', name, { Id: 'sha256:1' })
      host.inventory.image('h1', 'other')
      host[how].add('i')
      host.images.set('other', { Id: 'sha256:2' })
      await host.run(350_000)
      assert.deepEqual([view()?.synced, view()?.unreachable], [true, undefined])
      assert.equal(host.calls.filter((call) => call === 'watch').length, 1)
      assert.deepEqual(host.inventory.image('h1', 'other'), { Id: 'sha256:2' })
    })

  it('is not listed where the engine answers nothing any more in the middle of its first list', async () => {
    host.hung.add('a')
    await host.run(5_000)
    host.failing = 'Timeout'
    await host.run(60_000)
    assert.deepEqual([view()?.synced, view()?.unreachable], [false, 'it fails'])
  })

  for (const when of ['at the first list', 'later'] as const)
    it(`can not be used where a proxy before the engine refuses to have a container read: ${when}`, async () => {
      if (when === 'later') await host.run(60_000)
      host.containers.set('b', containerOf('b'))
      host.refused.add('b')
      if (when === 'later') host.emit({ action: 'create', id: 'b' })
      await host.run(20_000)
      assert.deepEqual([view()?.unreachable, view()?.obstacle], ['a proxy refuses it', 'CallRefused'])
      host.refused.clear()
      await host.run(20_000)
      assert.deepEqual([view()?.unreachable, view()?.containers.has('b')], [undefined, true])
    })

  it('says a fault of our own in a look, and does not go on as if the engine had not answered', async () => {
    await host.run(100)
    host.inventory.readContainer = () => {
      throw new TypeError('a fault of ours')
    }
    host.emit({ action: 'update', id: 'a' })
    await host.run(30_000)
    assert.equal(view()?.unreachable, 'a fault of ours')
  })

  it('begins anew after a fault of our own before a look, which a timer begins', async () => {
    await host.run(100)
    host.emit({ action: 'update', id: 'a' })
    await host.run(5)
    const { host: viewOf } = host.inventory
    let isFirst = true
    host.inventory.host = (node) => {
      if (!isFirst) return viewOf(node)
      isFirst = false
      throw new TypeError('a fault of ours')
    }
    host.calls.length = 0
    await host.run(2_000)
    assert.deepEqual([isFirst, host.calls.filter((call) => call === 'info').length, view()?.synced], [false, 1, true])
  })

  it('stops all calls and timers when stopped', async () => {
    await host.run(100)
    host.informer.stop()
    await host.run(10)
    host.calls.length = 0
    await host.run(3_600_000)
    assert.deepEqual(host.calls, [])
    assert.equal(host.streams.size, 0)
  })
})
