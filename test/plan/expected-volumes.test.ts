import { deepEqual, equal, ok } from 'node:assert/strict'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const withData = { config: { Cmd: ['serve'], Volumes: { '/data': {} } } }

/** A world in which `db:1` ran, with data of its own, when its controllers ended and another template was declared. */
async function declaredAnew(template: V1TaskTemplate): Promise<TestWorld> {
  const world = aWorld({ images: { 'db:1': withData }, registry: { 'db:2': withData } })
  world.service('db', { template: { image: 'db:1' } })
  equal(await world.settle(), 'quiet')
  await world.life().stop()
  world.newCalls()
  world.service('db', { template })
  return world
}

const planned = (world: TestWorld) => {
  const tasks = new Set(world.tasks().map(({ metadata }) => metadata.name))
  return planOf(world, { interest: { images: ['db:1', 'db:2'], tasks } })
}

describe('a plan with an image that is not there yet', () => {
  it('has the data go on that the one before has where its image says, and says that it takes it so', async () => {
    const world = await declaredAnew({ image: 'db:2' })
    const { calls, assumptions } = await planned(world)
    ok(
      assumptions.includes(
        'the pull of db:2 succeeds; it has volumes where one of its name that runs has them (/data), the rest of its configuration is not known yet',
      ),
      assumptions.join('\n'),
    )
    await world.restart()
    await world.settle()
    const created = ({ method, path }: { method: string; path: string }) =>
      `${method} ${path}`.includes('/containers/create')
    const bodiesOf = (all: readonly { method: string; path: string; body?: unknown }[]) =>
      all.filter(created).map(({ body }) => body)
    deepEqual(bodiesOf(calls), bodiesOf(world.calls).slice(1))
    equal(JSON.stringify(bodiesOf(calls)).includes('/data'), true)
  })

  it('says nothing of the kind of another program, which may have none', async () => {
    const { assumptions } = await planned(await declaredAnew({ image: 'cache:1' }))
    deepEqual(
      assumptions.filter((line) => line.includes('pull')),
      ['the pull of cache:1 succeeds; its configuration is not known yet'],
    )
  })
})
