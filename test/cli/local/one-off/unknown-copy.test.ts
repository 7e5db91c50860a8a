import { deepEqual, match } from 'node:assert/strict'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { isInstallationError } from '../../../../api/v1/installation/installation-error.ts'
import { TOOK_OVER } from '../../../../controllers/holds/unseen-nodes.ts'
import { hostOf } from '../../../support/restored-host.ts'
import { aWorld } from '../../../support/world.ts'
import { madeIn } from './made-in.ts'

describe('a one-off container with a volume that several hosts have from before the state', () => {
  /** What a one-off of a service says, the tasks of which mounted the volume on a as far as a backup knows. */
  async function refusal(replicas: number): Promise<string> {
    const a = aWorld({ nodes: ['a', 'b'] })
    for (const node of ['a', 'b']) hostOf(a, node).byHand.createVolume({ Name: 'shop_data' })
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    a.service('db', {
      replicas: 0,
      template: { image: 'nginx', networkMode: 'none', mounts: [{ type: 'Volume', source: 'data', target: '/data' }] },
    })
    await a.settle()
    const { store } = a.life().ports
    store.putFact(...TOOK_OVER, a.world.clock.now())
    store.putFact('mounted', 'shop/data', { before: ['a'] })
    store.update('Service', 'shop/db', ({ spec }) => void (spec.replicas = replicas))
    a.newCalls()
    const [outcome] = await Promise.allSettled([madeIn(a, 'db'), a.settle()])
    deepEqual(a.newCalls(), [])
    return outcome.status === 'rejected' && isInstallationError(outcome.reason) ? outcome.reason.message : 'it is made'
  }

  it('is not made before a person says which copy counts', async () => {
    match(
      await refusal(1),
      /can't be run: the volume data is on a \(made \S+\) and b \(made \S+\), and where it was used last is not .* goes on with that of a/,
    )
  })

  it('is advised no restart where that makes no task', async () => {
    match(await refusal(0), /or restored from a backup: a constraint on node\.name/)
  })
})
