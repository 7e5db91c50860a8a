import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import { labels } from '../../api/v1/labels.ts'
import { standingOf } from '../../cli/commands/rollout-standing.ts'
import { adopt } from '../../controllers/adoption/records.ts'
import { aRunning, aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = {
  'app:1': RUNS,
  'app:2': RUNS,
  'app:bad': {
    config: { Cmd: ['crash'] },
    behaviour: { exitsAfterMs: 200, exitCode: 3, output: ['no such table: users'] },
  },
}

const spec = (image: string, more: Partial<V1ServiceSpec> = {}): Partial<V1ServiceSpec> => ({
  replicas: 3,
  template: { image },
  ...more,
})

const running = (more: Partial<V1ServiceSpec> = {}) => aRunning(spec('app:1', more), { images })

/** Runs on while the fewest ready tasks are counted. */
async function lowestReady(world: TestWorld): Promise<number> {
  let lowest = Number.POSITIVE_INFINITY
  const watch = world
    .life()
    .ports.store.watch('Service')
    .subscribe(({ after }) => {
      lowest = Math.min(lowest, after?.status?.readyReplicas ?? 0)
    })
  await world.settle()
  watch.unsubscribe()
  return lowest
}

describe('a rollout', () => {
  it('replaces one task at a time, stopping first: at most one is missing (S10)', async () => {
    const world = await running()
    world.service('web', spec('app:2'))
    equal(await lowestReady(world), 2)
    deepEqual(world.imagesRunning(), ['app:2', 'app:2', 'app:2'])
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running', 'shop-web-3 running'])
  })

  it('that starts first never has fewer than all, and gives the names back', async () => {
    const world = await running({ updateStrategy: { order: 'StartFirst' } })
    world.service('web', spec('app:2', { updateStrategy: { order: 'StartFirst', monitorSeconds: 1 } }))
    equal(await lowestReady(world), 3)
    deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running', 'shop-web-3 running'])
    deepEqual(world.imagesRunning(), ['app:2', 'app:2', 'app:2'])
  })

  it('says how far it is, and never that what is ready is not', async () => {
    const world = await running({ replicas: 1, updateStrategy: {} })
    const said: string[] = []
    const { store } = world.life().ports
    const watch = store.watch('Service').subscribe(({ after }) => {
      const ready = after?.status?.conditions?.find(({ type }) => type === 'Ready')
      said.push(`${ready?.status} ${ready?.reason}: ${ready?.message}`)
    })
    world.service('web', spec('app:2', { replicas: 1, updateStrategy: {} }))
    await world.settle()
    watch.unsubscribe()
    deepEqual(
      said.filter((words) => /^False .*: (\d+) of \1 ready/.test(words)),
      [],
    )
    equal(said.includes('False RollingOut: 0 of 1 updated; a new task is to be ready for 5 s before it counts'), true)
    match(said.at(-1) ?? '', /^True AllReady: 1 of 1 ready/)
  })

  it('says that it waits for an old task to end, or for its delay, where no task is watched', async () => {
    const slow = { ...RUNS, behaviour: { stopsAfterMs: 20_000 } }
    const world = aWorld({ images: { 'app:1': slow, 'app:2': slow } })
    const ports = [{ hostPort: 8081, hostPortEnd: 8083, containerPort: 80 }]
    const declare = (image: string) =>
      world.service('web', {
        ...{ replicas: 2, updateStrategy: { order: 'StartFirst', monitorSeconds: 2, delaySeconds: 40 } },
        template: { image, ports, stopGracePeriodSeconds: 60 },
      })
    const said = () =>
      getCondition(world.serviceNamed('web')?.status?.conditions, 'Ready')?.message?.replace(
        /web-1-[0-9a-f]+/,
        'web-1-ID',
      )
    declare('app:1')
    await world.settle()
    declare('app:2')
    await world.pass(1_000)
    equal(said(), '0 of 2 updated; a new task is to be ready for 2 s before it counts')
    await world.pass(9_000)
    equal(said(), '1 of 2 updated; web-1-ID is to end first: it is not wanted any more')
    await world.pass(20_000)
    equal(said(), '1 of 2 updated; the next task begins 40 s after the last one counts')
    await world.settle()
    equal(said(), '2 of 2 ready')
  })

  it('watches the first task of a revision for a moment, but not where an update has no other to spare', async () => {
    const world = await running({ replicas: 1 })
    const said: string[] = []
    world
      .life()
      .ports.store.watch('Service')
      .subscribe(({ key, after }) => {
        for (const { message = '' } of after?.status?.conditions ?? [])
          if (message.endsWith('ready for 0.5 s before it counts')) said.push(`${key}: ${message.split(';')[0]}`)
      })
    world.service('first', spec('app:1', { replicas: 1 }))
    world.service('web', spec('app:2', { replicas: 1 }))
    await world.settle()
    deepEqual([...new Set(said)], ['shop/first: 0 of 1 updated'])
    world.service('web', spec('app:2', { replicas: 2 }))
    await world.settle()
    world.service('web', spec('app:1', { replicas: 2 }))
    await world.settle()
    deepEqual([...new Set(said)].slice(1), ['shop/web: 0 of 2 updated'])
  })

  it('says that an image is on its way, and leaves it to the task how far that is', async () => {
    const update = { replicas: 1, updateStrategy: {} }
    const world = await aRunning(spec('app:1', update), {
      images,
      registry: { 'app:big': { ...RUNS, pullMs: 60_000 } },
    })
    const [said, moved] = [new Set<string>(), new Set<string>()]
    const { store } = world.life().ports
    const watches = [
      store
        .watch('Service')
        .subscribe(({ after }) => said.add(standingOf(after && { ...after, kind: 'Service' }).text)),
      store.watch('Task').subscribe(({ after }) => moved.add(after?.status?.message ?? '')),
    ]
    world.service('web', spec('app:big', update))
    await world.settle(50_000)
    for (const watch of watches) watch.unsubscribe()
    const isPart = (words: string) => words.includes('%')
    deepEqual([[...said].filter(isPart), [...moved].filter(isPart).length], [[], 4])
    match([...said].join(), /0 of 1 updated; web-1-\w+: its image is on its way$/)
  })

  it('that fails stops at the first slot, and says why with the last log lines', async () => {
    const world = await running({ updateStrategy: {} })
    world.service('web', spec('app:bad', { updateStrategy: {} }))
    await world.settle(60_000)
    const rollout = world.serviceNamed('web')?.status?.rollout
    equal(rollout?.state, 'Stalled')
    match(rollout?.message ?? '', /(exited with 3|ended).*no such table: users/)
    deepEqual(world.imagesRunning().filter((image) => image === 'app:1').length, 2)
  })

  it('that crashes at once stops at the first slot too where nobody asked to watch it', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const world = await aRunning(spec('app:1'), { images, seed })
      world.service('web', spec('app:bad'))
      await world.settle(60_000)
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Stalled')
      deepEqual(world.imagesRunning().filter((image) => image === 'app:1').length, 2)
    }
  })

  it('that fails rolls back when told to, and stays there', async () => {
    const updateStrategy = { failureAction: 'Rollback' as const }
    const world = await running({ updateStrategy })
    world.service('web', spec('app:bad', { updateStrategy }))
    await world.settle(120_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'RolledBack')
    deepEqual(world.imagesRunning(), ['app:1', 'app:1', 'app:1'])
    world.newCalls()
    await world.settle(600_000)
    deepEqual(world.newCalls(), [])
  })

  it('that is stalled goes on with a new template', async () => {
    const world = await running()
    world.service('web', spec('app:bad'))
    await world.settle(60_000)
    world.service('web', spec('app:2'))
    await world.settle(120_000)
    deepEqual(world.imagesRunning(), ['app:2', 'app:2', 'app:2'])
  })

  it("whose image does not exist costs no running task and fails with the registry's words", async () => {
    const world = await running({ progressDeadlineSeconds: 30 })
    world.service('web', spec('app:none', { progressDeadlineSeconds: 30 }))
    await world.settle(60_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Stalled')
    match(world.serviceNamed('web')?.status?.rollout?.message ?? '', /pull access denied for app/)
    deepEqual(world.imagesRunning(), ['app:1', 'app:1', 'app:1'])
  })

  it('of a limit alone happens in place', async () => {
    const limits = (memoryBytes: number) => ({ template: { image: 'app:1', resources: { limits: { memoryBytes } } } })
    const world = await running(limits(128 << 20))
    world.service('web', spec('app:1', limits(256 << 20)))
    await world.settle()
    deepEqual(
      [...world.newCalls()].sort(),
      [1, 2, 3].map((slot) => `POST /containers/shop-web-${slot}/update`),
    )
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('goes back to what a task was made for, also where it was changed in place since', async () => {
    for (const order of ['StopFirst', 'StartFirst'] as const) {
      const of = (limits?: { memoryBytes: number }) => ({
        template: { image: 'app:1', ...(limits ? { resources: { limits } } : {}) },
        updateStrategy: { order, monitorSeconds: 2 },
      })
      const world = await running(of())
      world.service('web', spec('app:1', of({ memoryBytes: 128 << 20 })))
      await world.settle()
      equal(world.newCalls().length, 3)
      world.service('web', spec('app:1', of()))
      await world.settle()
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed', order)
      deepEqual(new Set(world.host.containers().map(({ HostConfig }) => HostConfig.Memory ?? 0)), new Set([0]), order)
    }
  })

  it('scales up and down by slots, and touches no other', async () => {
    const world = await running()
    world.service('web', spec('app:1', { replicas: 5 }))
    await world.settle()
    equal(world.newCalls().length, 4)
    world.service('web', spec('app:1', { replicas: 2 }))
    await world.settle()
    deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'])
  })

  it('runs one image, also when its tag moves on the node in between', async () => {
    const world = await running()
    const [before] = world.host.containers()
    world.host.byHand.addImage('app:1', { config: { Cmd: ['moved'] } })
    await world.restart()
    world.host.byHand.remove('shop-web-2')
    await world.settle()
    const images = world.host.containers().map(({ Image }) => Image)
    deepEqual(new Set(images), new Set([before?.Image]))
  })

  it('keeps the last failed container of a slot under another name, until its service goes', async () => {
    const world = await replacedFailure()
    deepEqual(world.containers(), ['shop-job-1 running', 'shop-job-1.failed exited'])
    world.life().ports.store.delete('Service', 'shop/job')
    equal(await world.settle(), 'quiet')
    deepEqual(world.containers(), [])
  })

  it('leaves the anonymous volumes of a failed one that was adopted, when its service goes (S4)', async () => {
    const world = await replacedFailure()
    const { store } = world.life().ports
    const failed = world.host.containers().find(({ Name }) => Name === '/shop-job-1.failed')?.Id ?? ''
    adopt(store, ['Container', failed], { node: 'a', name: 'job', labels: {} })
    store.delete('Service', 'shop/job')
    equal(await world.settle(), 'quiet')
    const removed = world.newCalls().filter((call) => call.startsWith('DELETE') && call.includes('.failed'))
    deepEqual(removed, ['DELETE /containers/shop-job-1.failed?force=1'])
  })

  it('keeps one failed container at most', async () => {
    const Never = { condition: 'Never' as const }
    const world = aWorld({ images })
    for (const memoryBytes of [16, 32, 64].map((mib) => mib << 20)) {
      world.service('job', {
        template: { image: 'app:bad', restartPolicy: Never, env: [{ name: 'N', value: String(memoryBytes) }] },
      })
      await world.settle(60_000)
    }
    deepEqual(world.containers(), ['shop-job-1 exited', 'shop-job-1.failed exited'])
    const newest = world.host.containers().find(({ Name }) => Name === '/shop-job-1')
    deepEqual(newest?.Config.Env?.includes(`N=${64 << 20}`), true)
  })

  for (const installation of ['other', undefined])
    it(`keeps none where ${installation ? 'another installation' : 'somebody'} has its name, and leaves that one (S4)`, async () => {
      const world = aWorld({ images })
      const own = installation && { [labels.installation]: installation, [labels.stack]: 'shop', [labels.name]: 'job' }
      world.host.byHand.run('shop-job-1.failed', { Image: 'app:1', ...(own ? { Labels: own } : {}) })
      const Never = { condition: 'Never' as const }
      for (const image of ['app:bad', 'app:1']) {
        world.service('job', { template: { image, restartPolicy: Never } })
        equal(await world.settle(60_000), 'quiet')
      }
      deepEqual(world.containers(), ['shop-job-1 running', 'shop-job-1.failed running'])
    })

  it('goes on where it was when nobody worked on it for longer than its deadline', async () => {
    const world = await running({ progressDeadlineSeconds: 60 })
    world.service('web', spec('app:2', { progressDeadlineSeconds: 60, updateStrategy: { monitorSeconds: 20 } }))
    await world.settle(25_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Progressing')
    await world.life().stop()
    await world.pass(600_000)
    await world.restart()
    await world.settle()
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('keeps the reason of a rollback that failed', async () => {
    const updateStrategy = { failureAction: 'Rollback' as const }
    const world = await running({ updateStrategy, progressDeadlineSeconds: 30 })
    world.host.byHand.removeImage('app:1')
    world.service('web', spec('app:bad', { updateStrategy, progressDeadlineSeconds: 30 }))
    await world.settle(300_000)
    const rollout = world.serviceNamed('web')?.status?.rollout
    equal(rollout?.state === 'Stalled' ? rollout.message !== undefined : rollout?.state === 'RolledBack', true)
  })
})

/** A job that was replaced when it had failed, whose container is kept under another name. */
async function replacedFailure(): Promise<TestWorld> {
  const world = aWorld({ images })
  const once = (image: string) => ({ template: { image, restartPolicy: { condition: 'Never' as const } } })
  world.service('job', once('app:bad'))
  await world.settle(60_000)
  world.service('job', once('app:2'))
  await world.settle(60_000)
  return world
}
