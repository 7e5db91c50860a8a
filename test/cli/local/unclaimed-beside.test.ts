import { deepEqual, match } from 'node:assert/strict'
import { tellingUnclaimed, unclaimedBeside } from '../../../cli/local/unclaimed-beside.ts'
import type { Outcome } from '../../../api/v1/installation/progress.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import type { FileReading } from '../../../store/source/reading/reading.ts'
import { planOf } from '../../support/plan-of.ts'
import { aWorld, RUNS, type TestWorld } from '../../support/world.ts'
import { all, aCore } from './local-core.ts'

const images = { 'app:1': RUNS }
const DONE: Outcome = { type: 'outcome', exit: 0, message: 'converged' }

/** Another home that declares `web` alone, on a host where two services run. */
async function aHomeThatKnowsOne(): Promise<TestWorld> {
  const before = aWorld({ images })
  for (const name of ['web', 'worker']) before.service(name, { template: { image: 'app:1' } })
  await before.settle()
  await before.life().stop()
  const fresh = aWorld({ over: before.world, images })
  fresh.service('web', { template: { image: 'app:1' } })
  return fresh
}

describe('what else there is of a stack, of which a home knows nothing', () => {
  it('is named by an apply of the stack with what to do, and by no other', async () => {
    const { life, settle } = await aHomeThatKnowsOne()
    await settle()
    const core = { ...aCore('/none'), begin: async () => life() } as Core
    const said = async (stack: string) =>
      (await all(tellingUnclaimed(eventsOf(DONE), core, [fileOf(stack)]))).map((event) => event.type)
    deepEqual(await said('shop'), ['warning', 'outcome'])
    deepEqual(await said('blog'), ['outcome'])
  })

  it('is named by a plan of it', async () => {
    const { unclaimed } = await planOf(await aHomeThatKnowsOne())
    deepEqual(unclaimed, [{ name: 'shop-worker-1', service: 'shop/worker', goesBy: 'hand', node: 'a' }])
    const [warning] = unclaimedBeside(unclaimed, { stacks: ['shop'], inactive: new Set() })
    match(
      warning?.message ?? '',
      /^shop-worker-1 on a of Service\/shop\/worker stays as it is, of which this home knows nothing: another home .*takes it over; where no file has it any more, `docker rm -f shop-worker-1` there removes it$/,
    )
    deepEqual(unclaimedBeside(unclaimed, { stacks: ['blog'], inactive: new Set() }), [])
  })

  it('is not named where the files have it in a profile that is off', async () => {
    const { unclaimed } = await planOf(await aHomeThatKnowsOne())
    deepEqual(unclaimedBeside(unclaimed, { stacks: ['shop'], inactive: new Set(['Service/shop/worker']) }), [])
  })
})

function fileOf(stack: string): FileReading {
  const text = `apiVersion: reconcile.dev/v1\nkind: Network\nmetadata: { name: default, namespace: ${stack} }\nspec: {}\n`
  const context = { variable: () => undefined, readFile: () => new Error('none') }
  return readText({ file: '/a.yaml', text }, context, [])
}

async function* eventsOf(...events: readonly Outcome[]) {
  yield* events
}
