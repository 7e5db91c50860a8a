import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { isEngineError } from '../../engine/errors.ts'
import type { Progress } from '../../engine/types/progress.ts'
import { launch, simulatedWorld, start } from './simulated-world.ts'

describe("a simulated host's time", () => {
  it('passes with the work: so long to create, to start, and to be healthy', async () => {
    const latency = {
      travel: [1, 1],
      create: [10, 10],
      start: [150, 150],
      healthy: [1000, 1000],
      event: [5, 5],
    } as const
    const world = simulatedWorld({ latency })
    const at = () => world.clock.now() - start
    const Healthcheck = { Test: ['CMD', 'true'] }
    const body = { Image: 'web:1', Healthcheck }
    const { id } = await world.settle(world.engine.createContainer({ name: 'web', body }, world.run))
    assert.equal(at(), 12)
    await world.settle(world.engine.startContainer({ id }, world.run))
    assert.equal(at(), 12 + 152)
    await world.quiet()
    const healthy = world.events.find((event) => event.action === 'health_status: healthy')
    assert.equal((healthy?.time ?? 0) - start, 12 + 151 + 1000)
    assert.equal(at(), 12 + 151 + 1000 + 5)
  })

  it('is shared by so many hands at once', async () => {
    const world = simulatedWorld({ latency: { travel: [0, 0], create: [10, 10], concurrency: 4 } })
    const create = (i: number) =>
      world.engine.createContainer({ name: `web-${i}`, body: { Image: 'web:1' } }, world.run)
    await world.settle(Promise.all(Array.from({ length: 12 }, (_, i) => create(i))))
    assert.equal(world.clock.now() - start, 30)
  })

  it('lets an event overtake the answer in one run and follow it in another', async () => {
    const orders = new Set<string>()
    for (let seed = 0; seed < 40; seed++) {
      const world = simulatedWorld({ seed, latency: { travel: [1, 5], event: [1, 5] } })
      const order: string[] = []
      world.engine.watch({ onEvent: ({ action }) => order.push(action), onReady: () => {}, onBroken: () => {} })
      await world.quiet()
      const created = world.engine.createContainer({ name: 'web', body: { Image: 'web:1' } }, world.run)
      void created.then(() => order.push('answer'))
      await world.quiet()
      orders.add(order.join())
    }
    assert.deepEqual([...orders].sort(), ['answer,create', 'create,answer'])
  })

  it('keeps the events of one host in their order, however long each takes', async () => {
    const world = simulatedWorld({ latency: { event: [1, 500] } })
    for (const name of ['web-a', 'web-b', 'web-c']) await launch(world, name)
    await world.quiet()
    const times = world.events.map((event) => event.time)
    assert.ok(times.length >= 9)
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    )
  })

  it('is the same again for the same seed', async () => {
    const history = async (seed: number) => {
      const world = simulatedWorld({ seed, behaviour: () => ({ exitsAfterMs: 300, exitCode: 1 }) })
      const body = { HostConfig: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } } }
      for (const name of ['web-a', 'web-b', 'web-c']) await launch(world, name, body)
      await world.quiet()
      const told = world.events.map((event) => `${event.time} ${event.id} ${event.action}`)
      return createHash('sha256').update(told.join('\n')).digest('hex')
    }
    assert.equal(await history(7), await history(7))
    assert.notEqual(await history(7), await history(8))
  })

  it("doubles Docker's wait between restarts, from 100 ms, and starts anew after ten good seconds", async () => {
    const latency = { travel: [0, 0], start: [0, 0], event: [0, 0] } as const
    const world = simulatedWorld({
      latency,
      behaviour: ({ restarts }) => ({ exitsAfterMs: restarts === 4 ? 11_000 : 1 }),
    })
    const id = await launch(world, 'web', { HostConfig: { RestartPolicy: { Name: 'always' } } })
    await world.pass(15_000)
    const of = (action: string) =>
      world.events.filter((one) => one.id === id && one.action === action).map((one) => one.time)
    const deaths = of('die')
    const starts = of('start').slice(1)
    const waits = starts.map((time, i) => time - (deaths[i] ?? 0))
    assert.deepEqual(waits.slice(0, 6), [100, 200, 400, 800, 100, 200])
  })
})

describe('a simulated pull', () => {
  const registry = {
    'web:2': { digest: `sha256:${'a'.repeat(64)}`, config: { Cmd: ['web'] }, sizeBytes: 1000, pullMs: 400 },
    'bad:1': { failing: 'toomanyrequests: slow down' },
  }

  it('takes its time, tells how far it is, and brings the image with its digest', async () => {
    const world = simulatedWorld({ registry, latency: { travel: [0, 0], archive: [0, 0] } })
    const seen: Progress[] = []
    const pulled = world.engine.pullImage({ image: 'web:2', onProgress: (one) => seen.push(one) }, world.run)
    await world.settle(pulled)
    assert.equal(world.clock.now() - start, 400)
    assert.deepEqual(
      seen.map((one) => one.done),
      [0, 250, 500, 750, 1000],
    )
    const image = await world.settle(world.engine.inspectImage({ name: 'web:2' }, world.run))
    assert.deepEqual(image.RepoDigests, [`web@sha256:${'a'.repeat(64)}`])
    const { digest } = await world.settle(world.engine.resolveImage({ image: 'docker.io/library/web:2' }, world.run))
    assert.equal(digest, registry['web:2'].digest)
    assert.equal((await world.settle(world.engine.inspectImage({ name: `web@${digest}` }, world.run))).Id, image.Id)
  })

  it('fails as the registry says', async () => {
    const world = simulatedWorld({ registry })
    await assert.rejects(world.settle(world.engine.pullImage({ image: 'bad:1' }, world.run)), /slow down/)
    const missing = world.settle(world.engine.pullImage({ image: 'none:1' }, world.run))
    await assert.rejects(missing, (error) => isEngineError(error, 'NotFound'))
  })

  it('ends with its signal, and brings nothing then', async () => {
    const world = simulatedWorld({ registry })
    const pulled = world.engine.pullImage({ image: 'web:2' }, world.run)
    const ended = assert.rejects(pulled, (error) => isEngineError(error, 'Cancelled'))
    await world.pass(200)
    world.abort.abort()
    await ended
    await world.quiet()
    assert.equal(world.host.state.references.has('web:2'), false)
  })

  it('moves a tag to the new image, and the old one stays by its id', async () => {
    const world = simulatedWorld({ images: { 'web:2': { config: { Cmd: ['old'] } } }, registry })
    const old = await world.settle(world.engine.inspectImage({ name: 'web:2' }, world.run))
    await world.settle(world.engine.pullImage({ image: 'web:2' }, world.run))
    const now = await world.settle(world.engine.inspectImage({ name: 'web:2' }, world.run))
    assert.notEqual(now.Id, old.Id)
    assert.deepEqual((await world.settle(world.engine.inspectImage({ name: old.Id }, world.run))).RepoTags, [])
  })
})

describe('a simulated build', () => {
  it('makes an image by its content hash, with the config that its name is known to have', async () => {
    const world = simulatedWorld({ registry: { 'app:1': { config: { Cmd: ['app'] } } } })
    const args = { tags: ['app:1', 'app:hash'], context: '/src/app', contentHash: 'abc', labels: { l: '1' } }
    const first = await world.settle(world.engine.buildImage(args, world.run))
    const again = await world.settle(world.engine.buildImage(args, world.run))
    const other = await world.settle(world.engine.buildImage({ ...args, contentHash: 'def' }, world.run))
    assert.equal(first.id, again.id)
    assert.notEqual(first.id, other.id)
    const seen = await world.settle(world.engine.inspectImage({ name: 'app:hash' }, world.run))
    assert.deepEqual([seen.Id, seen.Config?.Cmd, seen.Config?.Labels], [other.id, ['app'], { l: '1' }])
  })

  it('tells of a stop after the death before 1.44, and before it from then on, also of what goes with its end', async () => {
    const order = async (apiVersion: string) => {
      const world = simulatedWorld({ apiVersion })
      const body = { Image: 'web:1', HostConfig: { AutoRemove: true } }
      const { id } = await world.settle(world.engine.createContainer({ name: 'web', body }, world.run))
      await world.settle(world.engine.startContainer({ id }, world.run))
      await world.settle(world.engine.stopContainer({ id }, world.run))
      await world.quiet()
      return world.events.filter((event) => event.id === id).map(({ action }) => action)
    }
    const told = (...end: string[]) => ['create', 'start', 'kill', ...end, 'destroy']
    assert.deepEqual(await order('1.41'), told('die', 'stop'))
    assert.deepEqual(await order('1.51'), told('stop', 'die'))
  })
})
