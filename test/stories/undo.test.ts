import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { annotations } from '../../api/v1/labels.ts'
import { aBuild, buildRunning, pulledApp } from '../support/tagged-builds.ts'
import { planOf } from '../support/plan-of.ts'
import { isLeftFailed } from '../../controllers/service/course.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { askRetry } from '../../controllers/service/retry.ts'
import { applyIn, historyIn, undoIn } from '../support/undo-in-world.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = {
  'app:1': RUNS,
  'app:2': RUNS,
  'app:3': RUNS,
  'app:bad': { config: { Cmd: ['crash'] }, behaviour: { exitsAfterMs: 200, exitCode: 3, output: ['no such table'] } },
}

function stateOf(world: TestWorld): string | undefined {
  return world.serviceNamed('web')?.status?.rollout?.state
}

/** A service that was applied with these images, one after the other. */
async function deployed(...names: readonly string[]): Promise<TestWorld> {
  const world = aWorld({ images })
  for (const name of names) await applyIn(world, [`image: "${name}"`])
  world.newCalls()
  return world
}

describe('an undo', () => {
  it('runs again what ran before, which is the newest revision then', async () => {
    const world = await deployed('app:1', 'app:2')
    const [event] = await undoIn(world)
    deepEqual(event, {
      ...{ type: 'resource', object: 'Service/shop/web', change: 'undone' },
      details: ['to revision 1', 'template.image app:2 → app:1'],
    })
    deepEqual([world.imagesRunning(), stateOf(world)], [['app:1'], 'Completed'])
    deepEqual(historyIn(world), ['2 app:2', '3 app:1 current'])
  })

  it('of an undo goes back to where it was', async () => {
    const world = await deployed('app:1', 'app:2')
    await undoIn(world)
    await undoIn(world)
    deepEqual([world.imagesRunning(), historyIn(world)], [['app:2'], ['3 app:1', '4 app:2 current']])
  })

  it('goes to the revision that is named, template and all', async () => {
    const world = aWorld({ images })
    await applyIn(world, ['image: "app:1"', 'command: [serve, --old]', 'environment: {LEVEL: 1}'])
    for (const name of ['app:2', 'app:3']) await applyIn(world, [`image: "${name}"`, 'environment: {LEVEL: 2}'])
    await undoIn(world, 1)
    const { Config } = world.host.containers()[0] ?? {}
    deepEqual([Config?.Image, Config?.Cmd, Config?.Env], ['app:1', ['serve', '--old'], ['LEVEL=1']])
  })

  it('does nothing where the template is that one already', async () => {
    const world = await deployed('app:1', 'app:2')
    const said = await undoIn(world, 2)
    deepEqual(said[0], {
      ...{ type: 'resource', object: 'Service/shop/web', change: 'unchanged' },
      details: ['skipped rollback: the current template already matches revision 2'],
    })
    deepEqual(said.at(-1), { type: 'outcome', exit: 0, message: 'nothing is to be undone' })
    deepEqual([world.newCalls(), historyIn(world)], [[], ['1 app:1', '2 app:2 current']])
    equal(world.serviceNamed('web')?.metadata.annotations?.[annotations.undone], undefined)
  })

  it('passes by the revisions that failed, also after a restart', async () => {
    const world = await deployed('app:1')
    const watched = ['image: "app:bad"', 'deploy: {update_config: {monitor: 5s}}']
    await applyIn(world, watched)
    await applyIn(world, [...watched, 'command: [crash, --again]'])
    await world.restart()
    await world.settle()
    const [event] = await undoIn(world)
    deepEqual(event?.type === 'resource' && event.details?.[0], 'to revision 1')
    deepEqual([world.imagesRunning(), stateOf(world)], [['app:1'], 'Completed'])
  })

  it('passes by those that crashed over and over after a rollout that nothing watched', async () => {
    const world = await deployed('app:1')
    await applyIn(world, ['image: "app:bad"'])
    await world.settle(60_000)
    await applyIn(world, ['image: "app:bad"', 'command: [crash, --again]'])
    await world.settle(60_000)
    await world.restart()
    await world.settle()
    const [event] = await undoIn(world)
    deepEqual(event?.type === 'resource' && event.details?.[0], 'to revision 1')
    deepEqual([world.imagesRunning(), stateOf(world)], [['app:1'], 'Completed'])
  })

  it('goes to one that crashed over and over until what it needs was there', async () => {
    const behaviour: { exitsAfterMs?: number; exitCode: number } = { exitsAfterMs: 200, exitCode: 3 }
    const world = aWorld({ images: { ...images, 'app:2': { ...RUNS, behaviour } } })
    for (const name of ['app:1', 'app:2']) await applyIn(world, [`image: "${name}"`])
    await world.settle(60_000)
    const conditions = () =>
      [...world.life().ports.store.list('Revision').values()].find(({ spec }) => spec.template.image === 'app:2')
        ?.status?.conditions
    match(getCondition(conditions(), 'TasksFailing')?.message ?? '', /^web-1-\w+: .*exited with 3/)
    delete behaviour.exitsAfterMs
    await world.settle()
    equal(getCondition(conditions(), 'TasksFailing'), undefined)
    await applyIn(world, ['image: "app:3"'])
    await undoIn(world)
    deepEqual(world.imagesRunning(), ['app:2'])
  })

  it('has the newest revision to go to that did not fail, after however many bad ones', async () => {
    const world = await deployed('app:1')
    for (let attempt = 1; attempt <= 12; attempt++) {
      await applyIn(world, ['image: "app:bad"', `command: [crash, "${attempt}"]`])
      await world.settle(60_000)
    }
    deepEqual([historyIn(world).length, historyIn(world)[0]], [11, '1 app:1'])
    await undoIn(world)
    deepEqual(world.imagesRunning(), ['app:1'])
  })

  for (const [image, wants] of [
    ['app:none', 'app:1'],
    ['app:2', 'app:2'],
  ] as const)
    it(`goes to ${wants} where an update to ${image} had not come to its end as another took its place`, async () => {
      const world = await deployed('app:1')
      for (let n = 0; n < 20; n++) world.host.failNext('pullImage', { status: 500, message: 'the registry is away' })
      world.service('web', { template: { image }, updateStrategy: { monitorSeconds: 60 } })
      await world.pass(10_000)
      equal(stateOf(world), 'Progressing')
      await applyIn(world, ['image: "app:3"'])
      deepEqual(historyIn(world), ['1 app:1', `2 ${image}`, '3 app:3 current'])
      await undoIn(world)
      deepEqual(world.imagesRunning(), [wants])
    })

  it('names the revisions there are where none is meant', async () => {
    const world = await deployed('app:1', 'app:2')
    await rejects(undoIn(world, 7), /Service shop\/web has no revision 7, only 1, 2/)
    const first = await deployed('app:1')
    await rejects(undoIn(first), /Service shop\/web has no revision before its present one/)
  })

  it('keeps the number of replicas', async () => {
    const world = await deployed('app:1')
    await applyIn(world, ['image: "app:2"', 'scale: 3'])
    await undoIn(world)
    deepEqual(world.imagesRunning(), ['app:1', 'app:1', 'app:1'])
  })

  it('is refused for what others wait for to complete', async () => {
    const world = await deployed('app:1', 'app:2')
    world.service('after', { replicas: 0, dependsOn: [{ service: 'web', condition: 'Completed' }] })
    await rejects(undoIn(world), /others wait for it to complete: an undo would run an earlier one again/)
  })

  it('is refused for a job, a paused service and one that goes', async () => {
    const world = aWorld({ images })
    world.service('web', { mode: 'ReplicatedJob', template: { image: 'app:1' } })
    await world.settle()
    await rejects(undoIn(world), /is a job: an undo would run an earlier one again/)
    const paused = await deployed('app:1', 'app:2')
    paused.life().ports.store.putFact('pause', 'shop/web', { reason: 'a look' })
    await rejects(undoIn(paused), /web: paused: a look/)
    const going = await deployed('app:1', 'app:2')
    going.life().ports.store.delete('Service', 'shop/web')
    await rejects(undoIn(going), /is being deleted/)
  })

  it('leaves a plan nothing to do once it is done', async () => {
    const world = await deployed('app:1', 'app:2')
    await undoIn(world)
    await world.life().stop()
    const tasks = new Set(world.tasks().map(({ metadata }) => metadata.name))
    const { calls, unmet } = await planOf(world, { interest: { images: Object.keys(images), tasks } })
    deepEqual([calls, unmet], [[], []])
  })

  it('survives a restart of the process', async () => {
    const world = await deployed('app:1', 'app:2')
    await undoIn(world)
    world.newCalls()
    await world.restart()
    await world.settle()
    deepEqual([world.newCalls(), world.imagesRunning()], [[], ['app:1']])
  })
})

describe('an apply after an undo', () => {
  it('takes the template of the file whole, and changes nothing the next time', async () => {
    const world = aWorld({ images })
    await applyIn(world, ['image: "app:1"', 'command: [serve, --old]', 'user: "1000"'])
    await applyIn(world, ['image: "app:2"', 'environment: {LEVEL: 2}'])
    await undoIn(world)
    deepEqual(await applyIn(world, ['image: "app:2"', 'environment: {LEVEL: 2}']), ['Service/shop/web'])
    const service = world.serviceNamed('web')
    deepEqual([service?.spec.template.command, service?.spec.template.user], [undefined, undefined])
    deepEqual([world.imagesRunning(), service?.metadata.annotations?.[annotations.undone]], [['app:2'], undefined])
    world.newCalls()
    deepEqual(await applyIn(world, ['image: "app:2"', 'environment: {LEVEL: 2}']), [])
    deepEqual(world.newCalls(), [])
  })

  it('keeps what scale had set and the file does not say', async () => {
    const world = await deployed('app:1', 'app:2')
    const { store } = world.life().ports
    store.update('Service', 'shop/web', (draft) => void (draft.spec.replicas = 2))
    await undoIn(world)
    await applyIn(world, ['image: "app:3"'])
    deepEqual(world.imagesRunning(), ['app:3', 'app:3'])
  })
})

describe('an undo of a rollout that failed', () => {
  for (const action of ['pause', 'rollback']) {
    const lines = (image: string) => [
      `image: "${image}"`,
      'scale: 2',
      `deploy: {update_config: {failure_action: ${action}, monitor: 1s}}`,
    ]
    const failed = async () => {
      const world = aWorld({ images })
      for (const image of ['app:1', 'app:bad']) await applyIn(world, lines(image))
      equal(stateOf(world), action === 'pause' ? 'Stalled' : 'RolledBack')
      return world
    }

    it(`goes to the good revision at once, and is complete (${action})`, async () => {
      const world = await failed()
      await undoIn(world)
      deepEqual([stateOf(world), world.imagesRunning()], ['Completed', ['app:1', 'app:1']])
      deepEqual(historyIn(world), ['2 app:bad failed', '3 app:1 current'])
    })

    it(`is not tried again by an apply of what failed, which costs no task (${action}, S10)`, async () => {
      const world = await failed()
      await undoIn(world)
      world.newCalls()
      await applyIn(world, lines('app:bad'))
      equal(stateOf(world), 'RolledBack')
      const ready = world.serviceNamed('web')?.status?.conditions?.find(({ type }) => type === 'Ready')
      match(
        ready?.message ?? '',
        /it failed before, and is tried again by a retry alone.*reconcile rollout retry web -n shop/,
      )
      deepEqual([world.newCalls(), world.imagesRunning()], [[], ['app:1', 'app:1']])
      await applyIn(world, lines('app:2'))
      deepEqual([stateOf(world), world.imagesRunning()], ['Completed', ['app:2', 'app:2']])
    })

    it(`lets a restart of the good revision go through (${action})`, async () => {
      const world = await failed()
      await undoIn(world)
      const service = world.serviceNamed('web')
      equal(service && isLeftFailed(service), false)
      const before = world.tasks().map(({ metadata }) => metadata.name)
      askRestart(world.life().ports.store, 'shop/web', world.world.clock.now())
      await world.settle()
      deepEqual([stateOf(world), world.imagesRunning()], ['Completed', ['app:1', 'app:1']])
      deepEqual(
        world.tasks().filter(({ metadata }) => before.includes(metadata.name)),
        [],
      )
      deepEqual(historyIn(world), ['2 app:bad failed', '3 app:1 current'])
    })

    it(`is what a retry begins once it is declared again, and not before (${action})`, async () => {
      const world = await failed()
      await undoIn(world)
      world.newCalls()
      const retry = async () => {
        askRetry(world.life().ports.store, 'shop/web')
        await world.settle()
      }
      await retry()
      deepEqual([world.newCalls(), stateOf(world)], [[], 'Completed'])
      world.host.byHand.addImage('app:bad', RUNS)
      await applyIn(world, lines('app:bad'))
      deepEqual(world.newCalls(), [])
      await retry()
      deepEqual([stateOf(world), world.imagesRunning()], ['Completed', ['app:bad', 'app:bad']])
    })
  }
})

describe('the image that an undo brings back', () => {
  const [FIRST, SECOND] = [aBuild('a'), aBuild('b')]
  const tagged = async () => {
    const registry = { 'app:1': FIRST, 'app:2': RUNS }
    const world = aWorld({ images: {}, registry })
    await applyIn(world, ['image: "app:1"'])
    equal(buildRunning(world), 'a')
    return { world, registry }
  }

  it('is the one that ran, though its tag has moved', async () => {
    const { world, registry } = await tagged()
    await applyIn(world, ['image: "app:2"'])
    registry['app:1'] = SECOND
    await pulledApp(world)
    await undoIn(world)
    equal(buildRunning(world), 'a')
  })

  it('is the one before a pull of the same tag, until it is pulled again', async () => {
    const { world, registry } = await tagged()
    registry['app:1'] = SECOND
    const pull = async () => new Map([['app:1', [{ image: await pulledApp(world) }]]])
    await applyIn(world, ['image: "app:1"'], await pull())
    equal(buildRunning(world), 'b')
    const [event] = await undoIn(world)
    deepEqual(event?.type === 'resource' && event.details, ['to revision 1', `image app:1 as app@${FIRST.digest}`])
    equal(buildRunning(world), 'a')
    await applyIn(world, ['image: "app:1"'])
    equal(buildRunning(world), 'a')
    await applyIn(world, ['image: "app:1"'], await pull())
    equal(buildRunning(world), 'b')
  })

  it('that a pull had brought is brought again', async () => {
    const { world, registry } = await tagged()
    registry['app:1'] = SECOND
    await applyIn(world, ['image: "app:1"'], new Map([['app:1', [{ image: await pulledApp(world) }]]]))
    await applyIn(world, ['image: "app:2"'])
    await undoIn(world)
    equal(buildRunning(world), 'b')
    equal(historyIn(world).length, 3)
    await undoIn(world, 1)
    equal(buildRunning(world), 'a')
  })

  it('is refused where it came from no registry, and no node has it any more', async () => {
    const world = await deployed('app:1', 'app:2')
    world.host.byHand.removeImage('app:1')
    await rejects(undoIn(world), /Service shop\/web: sha256:\w+, which revision 1 ran, is on no node any more/)
    deepEqual(world.newCalls(), [])
  })
})
