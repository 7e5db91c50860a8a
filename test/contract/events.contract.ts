import assert from 'node:assert/strict'
import type { EngineEvent } from '../../engine/types/engine.ts'
import { programs } from './programs.ts'
import { type Subject, speaks } from './subject.ts'

/** Which events changes emit, in which order, and with what attributes. */
export function eventsContract(get: () => Subject): void {
  const Cmd = [...programs.forever]

  describe('events', () => {
    it("tell a container's life in its order", async () => {
      const { name, launchReady, until, actionsOf, engine, run } = get()
      const own = name('told')
      const id = await launchReady(own)
      await engine.stopContainer({ id, timeoutSeconds: 5 }, run)
      await engine.renameContainer({ id, name: `${own}-new` }, run)
      await engine.removeContainer({ id }, run)
      await until('the last event', () => actionsOf(id).includes('destroy'))
      const actions = actionsOf(id)
      // Engine versions differ in which of `die` and `stop` comes first.
      assert.deepEqual([...actions].sort(), ['create', 'destroy', 'die', 'kill', 'rename', 'start', 'stop'])
      assert.deepEqual(actions.slice(0, 3), ['create', 'start', 'kill'])
      assert.deepEqual(actions.slice(5), ['rename', 'destroy'])
    })

    it('carry the name, the image, all labels, and how it ended', async () => {
      const { name, launch, until, events, under } = get()
      const own = name('carries')
      const id = await launch(own, { Cmd: [...programs.fails], Labels: { color: 'blue', 'a.b/c': 'd' } })
      const die = await until('its end', () => events.find((one) => one.id === id && one.action === 'die'))
      const { name: named, image, color, 'a.b/c': path, exitCode } = die.attributes
      assert.deepEqual([named, image, color, path, exitCode], [own, under.image, 'blue', 'd', '3'])
      assert.equal(die.type, 'container')
    })

    it('tell of networks, volumes and images as well', async () => {
      const { name, until, events, engine, run, launch, under } = get()
      const own = name('others')
      const { id } = await engine.createNetwork({ body: { Name: own } }, run)
      const container = await launch(own, { Cmd, HostConfig: { NetworkMode: id } })
      await engine.disconnectNetwork({ id, container }, run)
      await engine.killContainer({ id: container }, run)
      await engine.connectNetwork({ id, container, endpoint: {} }, run)
      await engine.disconnectNetwork({ id, container }, run)
      await engine.removeContainer({ id: container }, run)
      await engine.removeNetwork({ id }, run)
      for (const _ of ['made', 'there']) await engine.createVolume({ body: { Name: own } }, run)
      await engine.removeVolume({ name: own }, run)
      await engine.tagImage({ name: under.image, tag: 'contract/told:1' }, run)
      await engine.removeImage({ name: 'contract/told:1' }, run)
      const imported = await engine.importImage({ image: 'contract/told:2', tar: new Uint8Array(1024) }, run)
      await engine.removeImage({ name: 'contract/told:2' }, run)
      const of = (type: string, key: string) => {
        const found = events.filter((one) => one.type === type && (one.id === key || one.attributes['name'] === key))
        return found.map((one) => one.action)
      }
      await until("the images' events", () => of('image', imported.id).includes('delete'))
      assert.deepEqual(of('image', imported.id), ['tag', 'import', 'untag', 'delete'])
      // Before API 1.44 a call that changes nothing emits an event too.
      const isNew = speaks(under, 44)
      const left = isNew ? ['disconnect'] : ['disconnect', 'disconnect', 'disconnect']
      assert.deepEqual(of('network', id), ['create', 'connect', ...left, 'destroy'])
      assert.deepEqual(of('volume', own), isNew ? ['create', 'destroy'] : ['create', 'create', 'destroy'])
      const connect = events.find((one) => one.id === id && one.action === 'connect')
      assert.equal(connect?.attributes['container'], container)
    })

    it('reach every stream, and from `since` on also what was before', async () => {
      const { name, launch, until, events, engine, run, actionsOf } = get()
      const { time: before } = await engine.info({}, run)
      const id = await launch(name('since'), { Cmd })
      await until("the first stream's", () => actionsOf(id).includes('start'))
      const late: EngineEvent[] = []
      const cancel = engine.watch({
        since: before,
        onEvent: (event) => late.push(event),
        onReady: () => {},
        onBroken: () => {},
      })
      const actions = () => late.filter((event) => event.id === id).map((event) => event.action)
      await until('the replay', () => actions().includes('start'))
      assert.deepEqual(actions(), ['create', 'start'])
      cancel()
      const count = late.length
      await engine.removeContainer({ id, force: true }, run)
      await until('the end on the first stream', () => events.some((one) => one.id === id && one.action === 'destroy'))
      assert.equal(late.length, count)
    })

    it('of kills and ends are remembered, and asked for end at once', async () => {
      const { name, launchReady, launch, engine, run, until } = get()
      const [stopped, own] = [
        await launchReady(name('stopped')),
        await launch(name('ended'), { Cmd: [...programs.fails] }),
      ]
      await engine.stopContainer({ id: stopped, timeoutSeconds: 5 }, run)
      const stateOf = async (id: string) => (await engine.inspectContainer({ id }, run)).State.Status
      await until('both ends', async () => (await stateOf(stopped)) === 'exited' && (await stateOf(own)) === 'exited')
      const past = async () => {
        const { time } = await engine.info({}, run)
        return engine.pastEnds({ until: time }, run)
      }
      const actions = async (id: string) => (await past()).filter((one) => one.id === id).map(({ action }) => action)
      await until('what is told late', async () => (await actions(stopped)).length === 2)
      assert.deepEqual([await actions(stopped), await actions(own)], [['kill', 'die'], ['die']])
      assert.ok((await past()).every(({ type }) => type === 'container'))
      assert.deepEqual(await engine.pastEnds({ until: 1 }, run), [])
    })

    it('stay in the order in which things happened, each with its time', async () => {
      const { events } = get()
      const times = events.map((event) => event.time)
      assert.ok(times.length > 20)
      // An engine reads the clock for an event before it sends it: on a busy machine another event may be sent first.
      const behind = times.map((time, i) => (times[i - 1] ?? 0) - time)
      assert.ok(Math.max(...behind) <= 100, `${Math.max(...behind)} ms behind the one before`)
    })
  })
}
