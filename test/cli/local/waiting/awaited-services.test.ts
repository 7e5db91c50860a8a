import { deepEqual } from 'node:assert/strict'
import { awaitedServices } from '../../../../cli/local/waiting/awaited-services.ts'
import { aService } from '../../../support/builders.ts'
import { aCore } from '../local-core.ts'

describe('the services that are waited for', () => {
  const { store } = aCore('/nowhere')
  for (const [name, dependency, reason] of [
    ['web', 'api', 'WaitingForDependency'],
    ['api', 'db', 'WaitingForDependency'],
    ['db', 'disk', 'Creating'],
    ['mail', 'db', 'AllReady'],
  ] as const) {
    const service = aService({ dependsOn: [{ service: dependency }] })
    const status = reason === 'AllReady' ? 'True' : 'False'
    store.create('Service', { ...service, metadata: { ...service.metadata, name } })
    store.putStatus('Service', `shop/${name}`, { conditions: [{ type: 'Ready', status, reason }] })
  }

  for (const { named, awaited } of [
    { named: 'web', awaited: ['web', 'api', 'db'] },
    { named: 'db', awaited: ['db'] },
    { named: 'mail', awaited: ['mail'] },
    { named: 'gone', awaited: ['gone'] },
  ])
    it(`are ${awaited.join(', ')} for ${named}`, () => {
      const found = awaitedServices(store, new Set([`shop/${named}`]))
      deepEqual(
        [...found],
        awaited.map((name) => `shop/${name}`),
      )
    })
})
