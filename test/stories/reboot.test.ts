import { deepEqual, equal, ok } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const bytes = Buffer.from('hunter2')
const contents = new Map([['Secret/shop/password', { found: true as const, bytes, hash: 'h1' }]])

async function running(apiVersion: string, storage: 'Memory' | 'Disk' = 'Memory'): Promise<TestWorld> {
  const world = aWorld({ contents, apiVersion })
  declareSecret(world, storage)
  world.service('web', { template: { image: 'nginx', secrets: [{ secret: 'password' }] } })
  equal(await world.settle(), 'quiet')
  return world
}

function declareSecret(world: TestWorld, storage: 'Memory' | 'Disk'): void {
  const metadata = { name: 'password', namespace: 'shop' }
  world.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/srv/password', storage } })
}

describe('a reboot', () => {
  for (const { apiVersion, removed } of [
    { apiVersion: '1.41', removed: false },
    { apiVersion: '1.51', removed: false },
    { apiVersion: '1.41', removed: true },
    { apiVersion: '1.51', removed: true },
  ])
    it(`clears memory: secrets are delivered again, then tasks ${removed ? 'get containers' : 'start'} (API ${apiVersion})`, async () => {
      const world = await running(apiVersion)
      if (removed) world.host.byHand.remove('shop-web-1')
      world.host.crash()
      equal(world.host.files().size, 0)
      world.world.clock.after(5_000, () => world.host.restart())
      await world.pass(60_000)
      deepEqual(world.containers(), ['shop-web-1 running'])
      equal(world.host.files().size, 1)
    })

  it('that brings another data root is not told as a removal by hand', async () => {
    const world = await running('1.51')
    const reasons = () =>
      world.calls.filter(({ path }) => path.startsWith('/containers/create')).map(({ reason }) => reason)
    world.host.crash()
    world.host.byHand.remove('shop-web-1')
    world.world.clock.after(5_000, () => world.host.restart())
    await world.pass(60_000)
    const gone =
      'its container is gone since its engine came up: that has another data root, or somebody removed it meanwhile'
    equal(reasons().at(-1), gone)
    world.host.byHand.remove('shop-web-1')
    await world.pass(60_000)
    equal(reasons().at(-1), 'its container was removed by hand')
  })

  it('is told as what it is, by no remedy of an engine', async () => {
    const world = await running('1.51')
    world.service('api', { template: { image: 'nginx', secrets: [{ secret: 'password' }] } })
    equal(await world.settle(), 'quiet')
    const told = new Set<string>()
    const { store, recorder } = world.life().ports
    const watching = store
      .watch('Task')
      .subscribe(({ after }) => told.add(`${after?.status?.reason} ${after?.status?.message}`))
    world.newCalls()
    world.host.crash()
    world.world.clock.after(5_000, () => world.host.restart())
    await world.pass(60_000)
    watching.unsubscribe()
    deepEqual(world.containers(), ['shop-api-1 running', 'shop-web-1 running'])
    const gone = 'its secrets are gone from a, as after a reboot: they are brought there again'
    ok(told.has(`WaitingForSecret ${gone}`), [...told].join('\n'))
    const words = [...told, ...recorder.events().map(({ reason, message }) => `${reason} ${message}`)]
    deepEqual(
      words.filter((line) => /EngineFailing|make it on the host/.test(line)),
      [],
    )
  })

  it('makes a container anew whose secret was declared to be on disk since', async () => {
    const world = await running('1.51')
    declareSecret(world, 'Disk')
    equal(await world.settle(), 'quiet')
    world.host.crash()
    world.world.clock.after(5_000, () => world.host.restart())
    await world.pass(60_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
    const [mount] = world.host.containers()[0]?.HostConfig.Mounts ?? []
    deepEqual([...world.host.files().keys()], [mount?.Source])
  })

  it('leaves what is on disk: nothing is delivered again', async () => {
    const world = await running('1.51', 'Disk')
    const before = [...world.host.files().keys()]
    world.newCalls()
    world.host.crash()
    world.world.clock.after(5_000, () => world.host.restart())
    await world.pass(60_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
    deepEqual([...world.host.files().keys()], before)
    deepEqual(
      world.newCalls().filter((call) => call.includes('carrier')),
      [],
    )
  })

  for (const order of ['StopFirst', 'StartFirst'] as const)
    for (const afterMs of [20, 60, 5_000])
      it(`fails no ${order} rollout of what mounts secrets, ${afterMs} ms after it began`, async () => {
        const world = aWorld({ contents, images: { nginx: RUNS, 'nginx:2': RUNS } })
        const metadata = { name: 'password', namespace: 'shop' }
        world.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/srv/password' } })
        const declare = (image: string) => {
          const updateStrategy = { order, monitorSeconds: 30 }
          const template = { image, secrets: [{ secret: 'password' }] }
          world.service('web', { replicas: 2, updateStrategy, template })
        }
        declare('nginx')
        await world.settle()
        declare('nginx:2')
        await world.settle(afterMs)
        world.host.crash()
        world.world.clock.after(5_000, () => world.host.restart())
        world.world.clock.after(60_000, () => {})
        await world.settle()
        const { rollout } = world.serviceNamed('web')?.status ?? {}
        deepEqual([rollout?.state, rollout?.message], ['Completed', undefined])
      })
})

/** The engine's service is stopped: what runs is asked to end, and no event of it gets through. Then it is started. */
async function engineRestarts(world: TestWorld, names: readonly string[]): Promise<void> {
  world.host.dropEvents(true)
  for (const name of names) world.host.byHand.exit(name, 0)
  world.host.crash()
  world.host.dropEvents(false)
  world.world.clock.after(5_000, () => world.host.restart())
  await world.pass(60_000)
}

describe('a restart of the engine', () => {
  const images = {
    nginx: RUNS,
    job: { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 5_000, exitCode: 0 } },
  }

  it('leaves no service down whose process ended well when it was told to', async () => {
    const world = aWorld({ images })
    world.service('web', { replicas: 2 })
    equal(await world.settle(), 'quiet')
    await engineRestarts(world, ['shop-web-1', 'shop-web-2'])
    deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'])
    deepEqual(
      world.tasks().map(({ status }) => [status?.phase, status?.restarts, status?.failures ?? 0]),
      [
        ['Running', 0, 0],
        ['Running', 0, 0],
      ],
    )
  })

  it('fails no rollout, and costs no restart', async () => {
    const world = aWorld({ images: { nginx: RUNS, 'nginx:2': RUNS } })
    world.service('web', {})
    await world.settle()
    world.service('web', { template: { image: 'nginx:2' }, updateStrategy: { monitorSeconds: 90 } })
    await world.settle(10_000)
    world.host.crash()
    world.world.clock.after(5_000, () => world.host.restart())
    world.world.clock.after(60_000, () => {})
    await world.settle()
    const { rollout } = world.serviceNamed('web')?.status ?? {}
    deepEqual([rollout?.state, rollout?.message], ['Completed', undefined])
    equal(world.tasks()[0]?.status?.restarts, 0)
  })

  it('in the middle of a start has the container made anew, as its engine may never start it', async () => {
    const world = aWorld()
    world.service('web', {})
    for (let steps = 0; world.containers().length === 0 && steps < 1_000; steps++) await world.settle(1)
    const [cutOff] = world.host.containers()
    world.host.crash()
    world.world.clock.after(5_000, () => world.host.restart())
    await world.pass(60_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
    const calls = world.newCalls().map((call) => call.replace(cutOff?.Id ?? '', 'FIRST'))
    deepEqual(calls, [
      'POST /networks/create',
      'POST /containers/create?name=shop-web-1',
      'DELETE /containers/FIRST?v=1',
      'POST /containers/create?name=shop-web-1',
      'POST /containers/shop-web-1/start',
    ])
  })

  it('is named as the reason of what ended by it and is never started again', async () => {
    const world = aWorld()
    world.service('web', { template: { image: 'nginx', restartPolicy: { condition: 'Never' } } })
    await world.settle()
    await world.pass(20_000)
    world.host.crash()
    world.world.clock.after(5_000, () => world.host.restart())
    await world.pass(60_000)
    const [task] = world.tasks()
    const { reason, message } = task?.status ?? {}
    deepEqual([reason, message], ['GaveUp', 'it exited with 255, as its host or engine went down'])
    const [ready] = world.serviceNamed('web')?.status?.conditions ?? []
    equal(
      ready?.message,
      `0 of 1 ready; ${task?.metadata.name}: ${message}; \`reconcile restart web -n shop\` runs it again`,
    )
  })

  it('nor one that nobody watched meanwhile', async () => {
    const world = aWorld({ images })
    world.service('web', {})
    await world.settle()
    const stopped = world.life().stop()
    await engineRestarts(world, ['shop-web-1'])
    await stopped
    await world.restart()
    await world.settle(60_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('nor one that was stopped long before another that took its own grace', async () => {
    const world = aWorld({ images })
    world.service('web', {})
    world.service('mail', { template: { image: 'nginx', stopGracePeriodSeconds: 25 } })
    equal(await world.settle(), 'quiet')
    await world.restart(() => {
      world.host.dropEvents(true)
      world.host.byHand.exit('shop-web-1', 0)
      world.world.clock.after(25_000, () => world.host.byHand.exit('shop-mail-1', 137))
      world.world.clock.after(26_000, () => world.host.crash())
      world.world.clock.after(30_000, () => world.host.dropEvents(false))
      world.world.clock.after(30_001, () => world.host.restart())
    })
    await world.pass(60_000)
    deepEqual(world.containers(), ['shop-mail-1 running', 'shop-web-1 running'])
  })

  it('nor one that was stopped in an earlier life of the engine', async () => {
    const world = aWorld({ images })
    world.service('web', {})
    world.service('mail', { template: { image: 'nginx', restartPolicy: { condition: 'Always' } } })
    equal(await world.settle(), 'quiet')
    const stopped = world.life().stop()
    await engineRestarts(world, ['shop-web-1', 'shop-mail-1'])
    await engineRestarts(world, ['shop-mail-1'])
    await stopped
    deepEqual(world.containers(), ['shop-mail-1 running', 'shop-web-1 exited'])
    await world.restart()
    await world.settle(60_000)
    deepEqual(world.containers(), ['shop-mail-1 running', 'shop-web-1 running'])
  })

  it('does not run again what had ended by itself before', async () => {
    const world = aWorld({ images })
    world.service('web', {})
    world.service('once', { template: { image: 'job' } })
    await world.settle(1_000)
    world.host.dropEvents(true)
    await world.pass(60_000)
    world.newCalls()
    await engineRestarts(world, ['shop-web-1'])
    deepEqual(world.containers(), ['shop-once-1 exited', 'shop-web-1 running'])
    equal(world.tasks().find(({ spec }) => spec.service === 'once')?.status?.phase, 'Completed')
  })

  it('nor a job, nor what others wait for to complete', async () => {
    const world = aWorld({ images: { nginx: RUNS, job: RUNS } })
    world.service('once', { mode: 'ReplicatedJob', template: { image: 'job' } })
    world.service('migrate', { template: { image: 'job' } })
    world.service('web', { dependsOn: [{ service: 'migrate', condition: 'Completed' }] })
    await world.settle(5_000)
    await engineRestarts(world, ['shop-once-1', 'shop-migrate-1'])
    deepEqual(world.containers(), ['shop-migrate-1 exited', 'shop-once-1 exited', 'shop-web-1 running'])
  })
})
