import { deepEqual, rejects } from 'node:assert/strict'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { isInstallationError } from '../../../../api/v1/installation/installation-error.ts'
import { oneOffs } from '../../../../cli/local/one-off/one-offs.ts'
import { TOOK_OVER } from '../../../../controllers/holds/unseen-nodes.ts'
import { hostOf } from '../../../support/restored-host.ts'
import { aWorld } from '../../../support/world.ts'
import { aCore, all } from '../local-core.ts'

describe('a one-off container with a volume that several hosts have from before the state', () => {
  it('is not made before a person says which copy counts', async () => {
    const a = aWorld({ nodes: ['a', 'b'] })
    for (const node of ['a', 'b']) hostOf(a, node).byHand.createVolume({ Name: 'shop_data' })
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    a.service('db', {
      replicas: 0,
      template: { image: 'nginx', networkMode: 'none', mounts: [{ type: 'Volume', source: 'data', target: '/data' }] },
    })
    await a.settle()
    const { store, installation } = a.life().ports
    store.putFact(...TOOK_OVER, a.world.clock.now())
    a.newCalls()
    const engines = async () => new Map([...a.world.hosts].map(([node, host]) => [node, host.engine()]))
    const core = { ...aCore('/nowhere'), store, installation, clock: a.world.clock, engines, purpose: 'serve' as const }
    const ref = { kind: 'Service', namespace: 'shop', name: 'db' } as const
    const request = { ref, command: [], env: [], labels: [], volumes: [], publish: [] }
    const made = all(
      oneOffs(core, async () => a.life()).makeOneOff({ ...request, signal: new AbortController().signal }),
    )
    const said =
      /can't be run: the volume data is on a \(made \S+\) and b \(made \S+\), and where it was used last is not/
    await rejects(
      Promise.all([made, a.settle()]),
      (error: unknown) => isInstallationError(error) && said.test(error.message),
    )
    deepEqual(a.newCalls(), [])
  })
})
