import { deepEqual, equal, match } from 'node:assert/strict'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }

function sharedIn({ life }: TestWorld): readonly { readonly object: string; readonly message: string }[] {
  return life()
    .recorder.events()
    .filter(({ reason }) => reason === 'InstallationShared')
}

describe('two homes with one name on one engine', () => {
  it('that want different things: the one that finds what the other made says so', async () => {
    const one = aWorld({ images })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    const other = aWorld({ over: one.world, images })
    other.service('web', { template: { image: 'app:2' } })
    await other.settle(5_000)
    const [said] = sharedIn(one)
    equal(said?.object, 'Service/shop/web')
    match(
      said?.message ?? '',
      /^shop-web-1 was made by another reconcile with the installation name default on a.*reconcile init/,
    )
  })

  it('one after the other take over what runs, and say nothing', async () => {
    const one = aWorld({ images })
    one.service('web', { replicas: 2, template: { image: 'app:1' } })
    await one.settle()
    await one.life().stop()
    const other = aWorld({ over: one.world, images })
    other.service('web', { replicas: 2, template: { image: 'app:2' } })
    await other.settle()
    equal(other.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    deepEqual(sharedIn(other), [])
  })
})
