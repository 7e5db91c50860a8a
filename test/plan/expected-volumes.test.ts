import { deepEqual, equal, ok } from 'node:assert/strict'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const withData = { config: { Cmd: ['serve'], Volumes: { '/data': {} } } }

/**
 * A world in which `db:1` ran, with data of its own, when its controllers ended, `gone` its container with its image, and another
 * template was declared.
 */
async function declaredAnew(template: V1TaskTemplate, { gone = false } = {}): Promise<TestWorld> {
  const world = aWorld({ images: { 'db:1': withData }, registry: { 'db:2': withData } })
  world.service('db', { template: { image: 'db:1' } })
  equal(await world.settle(), 'quiet')
  await world.life().stop()
  world.newCalls()
  if (gone) world.host.byHand.remove('shop-db-1')
  if (gone) world.host.byHand.removeImage('db:1')
  world.service('db', { template })
  return world
}

const planned = (world: TestWorld) => {
  const tasks = new Set(world.tasks().map(({ metadata }) => metadata.name))
  return planOf(world, { interest: { images: ['db:1', 'db:2'], tasks } })
}

interface Created {
  readonly method: string
  readonly path: string
  readonly body?: unknown
}

/** The bodies of what was, or would be, created. */
function bodiesOf(calls: readonly Created[]): readonly unknown[] {
  return calls.filter(({ method, path }) => `${method} ${path}`.includes('/containers/create')).map(({ body }) => body)
}

describe('a plan with an image that is not there yet', () => {
  for (const { sentence, gone } of [
    {
      sentence: 'has the data go on that the one before has where its image says, and says that it takes it so',
      gone: false,
    },
    { sentence: 'has the data go on that a container left which is gone, and its image too', gone: true },
  ])
    it(sentence, async () => {
      const world = await declaredAnew({ image: 'db:2' }, { gone })
      const { calls, assumptions } = await planned(world)
      ok(
        assumptions.includes(
          'the pull of db:2 succeeds; it has volumes where one of its name that runs or ran has them (/data), the rest of its configuration is not known yet',
        ),
        assumptions.join('\n'),
      )
      await world.restart()
      await world.settle()
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
