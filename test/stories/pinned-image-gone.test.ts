import { deepEqual, equal, match } from 'node:assert/strict'
import { asContainerd } from '../support/as-containerd.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const LATER = `sha256:${'f'.repeat(64)}`

/** A world in which the image of `shop/web`, that nobody pushed, was built again under its name, and all that ran of it removed. */
async function builtAgain(pullPolicy: 'Never' | 'Missing'): Promise<TestWorld> {
  const world = aWorld({ images: { 'app:1': RUNS } })
  world.service('web', { template: { image: 'app:1', pullPolicy } })
  await world.settle()
  const stopped = world.restart()
  const { byHand, state } = world.host
  byHand.remove('shop-web-1')
  byHand.addImage('app:1', { ...RUNS, id: LATER })
  for (const { id, tags } of [...state.images.values()]) if (tags.size === 0) byHand.removeImage(id)
  await stopped
  world.newCalls()
  await world.settle(30_000)
  return world
}

describe('an image that a revision was made from and that is gone, while its tag means another', () => {
  for (const pullPolicy of ['Never', 'Missing'] as const)
    it(`is told from that one, and asked of no registry by its id (${pullPolicy})`, async () => {
      const world = await builtAgain(pullPolicy)
      deepEqual(world.newCalls(), [])
      const [task] = world.tasks()
      equal(task?.status?.reason, 'ImageMissing')
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
      match(
        task?.status?.message ?? '',
        /^sha256:[0-9a-f]{64}, which app:1 meant .* is not on the node any more: load it there, or roll out what app:1 means now with `reconcile restart web -n shop --pull`$/,
      )
    })

  it('has its container as soon as it is loaded', async () => {
    const world = await builtAgain('Never')
    const [revision] = world.life().ports.store.list('Revision').values()
    world.host.byHand.addImage('app:old', { ...RUNS, id: revision?.spec.imageDigests?.['app:1'] ?? '' })
    await world.pass(600_000) // until the next list of its images
    deepEqual(world.containers(), ['shop-web-1 running'])
  })
})

describe('an image of which the tag alone is gone', () => {
  for (const pullPolicy of ['Never', 'Missing', 'Always'] as const)
    it(`is taken by the id that its revision was made from, and asked of no registry (${pullPolicy})`, async () => {
      const world = aWorld({ images: { 'app:1': RUNS } })
      const { byHand, state } = world.host
      world.service('web', { template: { image: 'app:1', pullPolicy: 'Never' } })
      equal(await world.settle(), 'quiet')
      world.service('web', { template: { image: 'app:1', pullPolicy } })
      await world.settle()
      byHand.addImage('app:kept', { ...RUNS, id: [...state.images.keys()][0] ?? '' })
      byHand.removeImage('app:1')
      byHand.remove('shop-web-1')
      world.newCalls()
      equal(await world.settle(), 'quiet')
      deepEqual(world.newCalls(), ['POST /containers/create?name=shop-web-1', 'POST /containers/shop-web-1/start'])
    })
})

describe('an image that was built again under its name, where ids are digests, as containerd keeps images', () => {
  const [FIRST, SECOND] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`) as [string, string]

  it('is taken by its id, which a plan knows, and asked of no registry', async () => {
    const world = aWorld({ images: {} })
    asContainerd(world.host, FIRST)
    world.service('web', { template: { image: 'app:1' } })
    equal(await world.settle(), 'quiet')
    const [revision] = world.life().ports.store.list('Revision').values()
    deepEqual(revision?.spec.imageDigests, { 'app:1': `app@${FIRST}` })
    const stopped = world.restart()
    asContainerd(world.host, SECOND)
    world.host.byHand.remove('shop-web-1')
    await stopped
    world.newCalls()
    const pins = [{ image: 'app:1', pinned: `app@${FIRST}` }]
    const planned = await planOf(world, { interest: { images: ['app:1'], pins } })
    equal(await world.settle(30_000), 'quiet')
    const calls = ['POST /containers/create?name=shop-web-1', 'POST /containers/shop-web-1/start']
    deepEqual(world.newCalls(), calls)
    equal(world.host.containers()[0]?.Image, FIRST)
    deepEqual(
      planned.calls.map(({ method, path }) => `${method} ${path}`),
      calls,
    )
  })
})
