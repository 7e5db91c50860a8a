import { deepEqual, rejects } from 'node:assert/strict'
import { exits, isInstallationError } from '../../../../api/v1/installation/installation-error.ts'
import { oneOffs } from '../../../../cli/local/one-off/one-offs.ts'
import { aWorld } from '../../../support/world.ts'
import { aCore, all } from '../local-core.ts'

describe('a one-off container while another engine answers than the one recorded', () => {
  it('waits for a person, as every other command does', async () => {
    const a = aWorld()
    a.service('web', { template: { image: 'nginx' } })
    await a.settle()
    const { store, installation } = a.life().ports
    store.putStatus('Node', 'a', { ...store.get('Node', 'a')?.status, engineID: 'E-BEFORE' })
    await a.settle()
    a.newCalls()
    const engines = async () => new Map([...a.world.hosts].map(([node, host]) => [node, host.engine()]))
    const core = { ...aCore('/nowhere'), store, installation, clock: a.world.clock, engines, purpose: 'serve' as const }
    const ref = { kind: 'Service', namespace: 'shop', name: 'web' } as const
    const request = { ref, command: [], env: [], labels: [], volumes: [], publish: [] }
    const made = all(
      oneOffs(core, async () => a.life()).makeOneOff({ ...request, signal: new AbortController().signal }),
    )
    await rejects(
      Promise.all([made, a.settle()]),
      (error: unknown) =>
        isInstallationError(error) && error.exit === exits.approval && /another engine/.test(error.message),
    )
    deepEqual(a.newCalls(), [])
  })
})
