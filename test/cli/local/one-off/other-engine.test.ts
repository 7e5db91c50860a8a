import { deepEqual, rejects } from 'node:assert/strict'
import { exits, isInstallationError } from '../../../../api/v1/installation/installation-error.ts'
import { aWorld } from '../../../support/world.ts'
import { madeIn } from './made-in.ts'

describe('a one-off container while another engine answers than the one recorded', () => {
  it('waits for a person, as every other command does', async () => {
    const a = aWorld()
    a.service('web', { template: { image: 'nginx' } })
    await a.settle()
    const { store } = a.life().ports
    store.putStatus('Node', 'a', { ...store.get('Node', 'a')?.status, engineID: 'E-BEFORE' })
    await a.settle()
    a.newCalls()
    await rejects(
      Promise.all([madeIn(a, 'web'), a.settle()]),
      (error: unknown) =>
        isInstallationError(error) && error.exit === exits.approval && /another engine/.test(error.message),
    )
    deepEqual(a.newCalls(), [])
  })
})
