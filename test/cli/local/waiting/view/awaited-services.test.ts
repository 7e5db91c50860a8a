import { deepEqual } from 'node:assert/strict'
import { awaitedServices, leavingAfter } from '../../../../../cli/local/waiting/view/awaited-services.ts'
import { aService, aTask, specified } from '../../../../support/builders.ts'
import { aCore } from '../../local-core.ts'

describe('the services that are waited for', () => {
  const { store } = aCore('/nowhere')
  for (const [name, dependency, reason] of [
    ['web', 'api', 'WaitingForDependency'],
    ['api', 'db', 'WaitingForDependency'],
    ['db', 'disk', 'Creating'],
    ['mail', 'db', 'AllReady'],
    ['dbg', 'proxy', 'DependencyFailed'],
    ['proxy', 'app', 'Stopped'],
    ['app', 'db', 'Stopped'],
    ['edge', 'dbg', 'RollingOut'],
    ['old', 'db', 'RollingOut'],
  ] as const) {
    const service = aService({ dependsOn: [{ service: dependency }] })
    const status = reason === 'AllReady' || reason === 'Stopped' ? 'True' : 'False'
    store.create('Service', { ...service, metadata: { ...service.metadata, name } })
    store.putStatus('Service', `shop/${name}`, { conditions: [{ type: 'Ready', status, reason }] })
  }
  for (const [name, template] of [
    ['sidecar', { networkMode: 'service:db' }],
    ['profiler', { pidMode: 'service:sidecar' }],
  ] as const) {
    const service = aService({ template: { image: 'busybox:1', ...template } })
    store.create('Service', { ...service, metadata: { ...service.metadata, name } })
    store.putStatus('Service', `shop/${name}`, {
      conditions: [{ type: 'Ready', status: 'False', reason: 'WaitingForNamespace' }],
    })
  }

  for (const [name, desiredState] of [
    ['edge', 'Running'],
    ['old', 'Shutdown'],
  ] as const) {
    const task = specified(aTask(1, name), { service: name, desiredState })
    store.create('Task', task)
    store.putStatus('Task', `shop/${task.metadata.name}`, { reason: 'WaitingForDependency' })
  }

  for (const { named, awaited } of [
    { named: 'edge', awaited: ['edge', 'dbg', 'proxy', 'app', 'db'] },
    { named: 'old', awaited: ['old'] },
    { named: 'web', awaited: ['web', 'api', 'db'] },
    { named: 'db', awaited: ['db'] },
    { named: 'mail', awaited: ['mail'] },
    { named: 'dbg', awaited: ['dbg', 'proxy', 'app', 'db'] },
    { named: 'proxy', awaited: ['proxy'] },
    { named: 'profiler', awaited: ['profiler', 'sidecar', 'db'] },
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

describe('what is waited for of a deletion', () => {
  it('is with what refers to it and goes as well, and no other', () => {
    const { store } = aCore('/nowhere')
    const of = (name: string, on: readonly string[], isGoing: boolean) => {
      const service = aService({ dependsOn: on.map((each) => ({ service: each })) })
      const metadata = { ...service.metadata, name, finalizers: ['reconcile.dev/test'] }
      store.create('Service', { ...service, metadata })
      if (isGoing) store.delete('Service', `shop/${name}`)
    }
    of('web', [], true)
    of('debug', ['web'], true)
    of('tail', ['debug'], true)
    of('stays', ['web'], false)
    of('other', [], true)
    const found = leavingAfter(store, ['Service/shop/web', 'Network/shop/default'], ['shop'])
    const services = ['Service/shop/debug', 'Service/shop/tail']
    deepEqual([...found], ['Service/shop/web', 'Network/shop/default', ...services])
  })
})
