import { deepEqual, equal, match } from 'node:assert/strict'
import { composeLabels, labels } from '../../api/v1/labels.ts'
import { planOf } from '../support/plan-of.ts'
import { aRunning, aWorld, RUNS } from '../support/world.ts'

/** A world in which `shop/web` runs once under Compose's name. */
const running = () => aRunning({})

const template = { image: 'nginx' }

describe('a container name', () => {
  it('that alone changes is given in place: the same container goes on', async () => {
    const world = await running()
    const [before] = world.host.containers()
    world.service('web', { template, containerName: 'front' })
    equal(await world.settle(), 'quiet')
    deepEqual(world.newCalls(), ['POST /containers/shop-web-1/rename?name=front'])
    equal(world.host.containers()[0]?.Id, before?.Id)
    equal(world.host.containers()[0]?.State.StartedAt, before?.State.StartedAt)
    equal(world.tasks()[0]?.status?.containerName, 'front')
    world.service('web', { template })
    await world.settle()
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it("that changes with the image is the new container's, and the old one keeps its own", async () => {
    const world = await running()
    world.service('web', { template: { image: 'nginx:2' }, containerName: 'front' })
    await world.settle()
    const renames = world.newCalls().filter((call) => call.includes('rename'))
    deepEqual(renames, [`POST /containers/front.${world.tasks()[0]?.spec.revision}/rename?name=front`])
    deepEqual(world.containers(), ['front running'])
  })

  it('held by a foreign container is waited for, in words, and the old one runs on (S4)', async () => {
    const world = await running()
    world.host.byHand.run('front', { Image: 'nginx' })
    world.service('web', { template, containerName: 'front' })
    await world.settle(30_000)
    deepEqual(world.newCalls(), ['POST /containers/shop-web-1/rename?name=front']) // refused, and not sent again
    deepEqual(world.containers(), ['front running', 'shop-web-1 running'])
    const ready = world.serviceNamed('web')?.status?.conditions?.find(({ type }) => type === 'Ready')
    equal(ready?.reason, 'NameTaken')
    match(ready.message ?? '', /a container that is not ours has the name front/)
    world.host.byHand.remove('front')
    await world.settle(30_000)
    deepEqual(world.containers(), ['front running'])
  })

  it('held by a container of another installation is free once that has gone, of the same task too', async () => {
    const [task] = (await running()).tasks()
    for (const held of ['web-1-r1', task?.metadata.name ?? '']) {
      const world = aWorld()
      const Labels = {
        ...{ [labels.installation]: 'other', [labels.stack]: 'shop', [labels.name]: 'web', [labels.task]: held },
        [composeLabels.containerNumber]: '1',
      }
      world.host.byHand.run('shop-web-1', { Image: 'nginx', Labels })
      world.service('web', {})
      await world.settle(30_000)
      equal(world.tasks()[0]?.status?.reason, 'NameTaken')
      deepEqual(world.newCalls(), ['POST /networks/create', 'POST /containers/create?name=shop-web-1'])
      world.host.byHand.remove('shop-web-1')
      await world.settle(30_000)
      deepEqual(world.containers(), ['shop-web-1 running'])
    }
  })

  it('passes from one service to the next', async () => {
    const world = await running()
    world.service('old', { containerName: 'front' })
    await world.settle()
    world.newCalls()
    world.service('web', { template, containerName: 'front' })
    await world.settle(1_000)
    equal(world.tasks().find(({ spec }) => spec.service === 'web')?.status?.reason, 'WaitingForName')
    world.service('old', { template, containerName: 'back' })
    await world.settle(5_000)
    deepEqual(world.newCalls(), [
      'POST /containers/front/rename?name=back',
      'POST /containers/shop-web-1/rename?name=front',
    ])
    deepEqual(world.containers(), ['back running', 'front running'])
  })

  it('is swapped by two services, over the temporary name of one', async () => {
    const world = aWorld()
    world.service('web', { containerName: 'a1' })
    world.service('old', { containerName: 'b1' })
    await world.settle()
    const before = world.host.containers().map(({ Id }) => Id)
    world.newCalls()
    world.service('web', { template, containerName: 'b1' })
    world.service('old', { template, containerName: 'a1' })
    equal(await world.settle(), 'quiet')
    const temporary = `a1.${world.tasks().find(({ spec }) => spec.service === 'old')?.spec.revision}`
    deepEqual(world.newCalls(), [
      `POST /containers/b1/rename?name=${temporary}`,
      'POST /containers/a1/rename?name=b1',
      `POST /containers/${temporary}/rename?name=a1`,
    ])
    deepEqual(world.containers(), ['a1 running', 'b1 running'])
    deepEqual(
      world.host.containers().map(({ Id }) => Id),
      before,
    )
  })

  for (const order of ['StopFirst', 'StartFirst'] as const)
    for (const [what, image] of [
      ['both', 'nginx:2'],
      ['one', 'nginx'],
    ] as const)
      it(`is swapped by two services while ${what} take another image, too (${order})`, async () => {
        const world = aWorld()
        const updateStrategy = { order }
        world.service('web', { containerName: 'a1', updateStrategy })
        world.service('old', { containerName: 'b1', updateStrategy })
        await world.settle()
        world.service('web', { template: { image: 'nginx:2' }, containerName: 'b1', updateStrategy })
        world.service('old', { template: { image }, containerName: 'a1', updateStrategy })
        equal(await world.settle(), 'quiet')
        deepEqual(world.containers(), ['a1 running', 'b1 running'])
        const images = world.host.containers().map(({ Name, Config }) => `${Name} ${Config.Image}`)
        deepEqual(images.sort(), [`/a1 ${image}`, '/b1 nginx:2'])
        for (const name of ['web', 'old']) equal(world.serviceNamed(name)?.status?.rollout?.state, 'Completed')
      })

  for (const order of ['StopFirst', 'StartFirst'] as const)
    it(`is swapped though the update of one fails and is rolled back (${order})`, async () => {
      const crash = { config: { Cmd: ['crash'] }, behaviour: { exitsAfterMs: 500, exitCode: 1 } }
      const world = aWorld({ images: { nginx: RUNS, 'nginx:2': RUNS, bad: crash } })
      const strategies = {
        updateStrategy: { order, failureAction: 'Rollback' as const },
        rollbackStrategy: { order },
      }
      world.service('web', { containerName: 'a1', ...strategies })
      world.service('old', { containerName: 'b1', ...strategies })
      await world.settle()
      world.service('web', { template: { image: 'bad' }, containerName: 'b1', ...strategies })
      world.service('old', { template: { image: 'nginx:2' }, containerName: 'a1', ...strategies })
      await world.settle()
      deepEqual(world.containers(), ['a1 running', 'b1 running'])
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'RolledBack')
      equal(world.serviceNamed('old')?.status?.rollout?.state, 'Completed')
    })

  it('that another service keeps is waited for, with nothing under way', async () => {
    const world = await running()
    world.service('old', { containerName: 'front' })
    await world.settle()
    world.service('web', { template, containerName: 'front' })
    equal(await world.settle(), 'quiet')
    deepEqual(world.containers(), ['front running', 'shop-web-1 running'])
  })

  it('is planned as the very call that apply makes', async () => {
    const world = await running()
    await world.life().stop()
    const { store } = world.life().ports
    store.update('Service', 'shop/web', (draft) => {
      draft.spec.containerName = 'front'
    })
    const planned = await planOf(world)
    deepEqual(
      planned.calls.map(({ method, path, reason }) => `${method} ${path}: ${reason}`),
      ['POST /containers/shop-web-1/rename?name=front: its name is shop-web-1, declared front'],
    )
  })
})
