import { deepEqual } from 'node:assert/strict'
import { keyOf } from '../../../../api/v1/names.ts'
import { interestOf } from '../../../../cli/local/plan/interest.ts'
import { aNode, aService, aTask } from '../../../support/builders.ts'
import { aCore } from '../local-core.ts'

describe('the names that a plan looks for on a host', () => {
  it('are those of each slot that a service may have, of one on each node those beside the present ones too', () => {
    const { store } = aCore('/nowhere')
    const template = { image: 'nginx' }
    store.create('Service', aService({ replicas: 2, template }))
    const names = () => [...interestOf(store, 'default').containerNames]
    deepEqual(names(), ['shop-web-1', 'shop-web-2'])
    store.update('Service', 'shop/web', ({ spec }) => void (spec.mode = 'Global'))
    store.create('Node', aNode('a'))
    store.create('Task', aTask(1, 'r1'))
    deepEqual(names(), ['shop-web-1', 'shop-web-2'])
    store.create('Node', aNode('b'))
    deepEqual(names(), ['shop-web-1', 'shop-web-2', 'shop-web-3'])
    store.update('Service', 'shop/web', ({ spec }) => void (spec.containerName = 'mine'))
    deepEqual(names(), ['mine'])
    store.update('Task', keyOf(aTask(1, 'r1')), ({ spec }) => void (spec.containerName = 'shop-web-1'))
    deepEqual(names(), ['mine', 'shop-web-1'], 'until it is told the new name it heals under that')
  })
})

describe('the projects of docker compose that a plan looks for on a host', () => {
  it('are those of all stacks, adopted or not: nothing is made beside what runs of them', () => {
    const { store } = aCore('/nowhere')
    store.create('Service', aService({ template: { image: 'nginx' } }))
    deepEqual([...(interestOf(store, 'default').projects ?? [])], ['shop'])
  })
})

describe('the networks that a plan looks into on a host', () => {
  it('are those in which a service is to have an address of its own, by their names there', () => {
    const { store } = aCore('/nowhere')
    const networks = [{ network: 'proxy', ipv4Address: '10.1.0.5' }, { network: 'open' }]
    store.create('Service', aService({ template: { image: 'nginx', networks } }))
    for (const name of ['proxy', 'open'])
      store.create('Network', {
        ...{ apiVersion: 'reconcile.dev/v1', kind: 'Network' },
        ...{ metadata: { name, namespace: 'shop' }, spec: { external: true, hostName: `outer_${name}` } },
      })
    deepEqual([...(interestOf(store, 'default').networkNames ?? [])], ['outer_proxy'])
  })
})
