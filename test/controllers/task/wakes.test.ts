import { deepEqual } from 'node:assert/strict'
import type { V1Network, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { labels } from '../../../api/v1/labels.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import { taskWakes } from '../../../controllers/task/wakes.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import { createInventory } from '../../../engine/informer/create-inventory.ts'
import { aNetwork, aService } from '../../support/builders.ts'
import { storeInVirtualTime, task } from '../../store/objects/samples.ts'

const inFront: V1TaskTemplate = { image: 'nginx', networks: [{ network: 'front' }] }

/** Four tasks that wait: two on node `a` in the networks `default` and `front`, two on `b` alike; and what wakes whom. */
async function fourThatWait() {
  const { store } = await storeInVirtualTime()
  const inventory = createInventory({ installation: 'default' })
  store.create('Network', aNetwork())
  store.create('Network', aNetwork({}, { name: 'front' }))
  for (const node of ['a', 'b']) {
    store.create('Task', task(`web-${node}`, { node }))
    store.create('Task', task(`proxy-${node}`, { node, template: inFront }))
  }
  for (const key of store.list('Task').keys()) store.putStatus('Task', key, { reason: 'WaitingForNetwork' })
  const woken: string[] = []
  taskWakes({ store, inventory, installation: 'default' } as unknown as Ports).subscribe((key) => woken.push(key))
  const wokenBy = (change: () => void) => {
    woken.length = 0
    change()
    return woken.map((key) => key.slice('shop/'.length)).sort()
  }
  const say = (name: string, status: V1Network['status']) => store.putStatus('Network', `shop/${name}`, status ?? {})
  return { store, inventory, wokenBy, say }
}

describe('a task that waits', () => {
  it('is woken by a network on its node, if it is one of its own', async () => {
    const { inventory, wokenBy } = await fourThatWait()
    const own = { [labels.stack]: 'shop', [labels.name]: 'front', [labels.installation]: 'default' }
    deepEqual(
      wokenBy(() => inventory.putNetwork('a', { Id: 'n1', Name: 'shop_front', Labels: own })),
      ['proxy-a'],
    )
  })

  it('is woken by any network on its node while one of its own is declared external', async () => {
    const { store, inventory, wokenBy } = await fourThatWait()
    store.put('Network', 'shop/front', { spec: { external: true }, status: {} })
    deepEqual(
      wokenBy(() => inventory.putNetwork('b', { Id: 'n1', Name: 'shop_front' })),
      ['proxy-b'],
    )
  })

  it('is woken by what is said anew of its network on its node', async () => {
    const { wokenBy, say } = await fourThatWait()
    const held = { node: 'a', state: 'Held', message: 'a does not answer' }
    const there = { node: 'b', state: 'Present', message: 'a task uses it' }
    for (const [nodes, woken] of [
      [[held, there], ['web-a']],
      [[held, { ...there, message: 'it is as declared' }], []],
      [[{ ...held, message: 'a was not listed yet' }, there], ['web-a']],
      [[there], ['web-a']],
    ] as const)
      deepEqual(
        wokenBy(() => say('default', { nodes: [...nodes] })),
        woken,
      )
  })

  it('is woken by another spec of its network, and by why that is not ready', async () => {
    const { store, wokenBy, say } = await fourThatWait()
    const all = ['web-a', 'web-b']
    const ready = { type: 'Ready', status: 'False' as const, message: 'the driver is not there' }
    deepEqual(
      wokenBy(() => say('default', { conditions: [ready] })),
      all,
    )
    deepEqual(
      wokenBy(() => store.put('Network', 'shop/default', { spec: { internal: true }, status: {} })),
      all,
    )
  })

  it('is woken by another spec of its own service, and not by what its loop says of that', async () => {
    const { store, wokenBy } = await fourThatWait()
    const spec = { template: { image: 'nginx' } }
    store.create('Service', { ...aService(), spec: { ...spec, dependsOn: [{ service: 'db' }] } })
    deepEqual(
      wokenBy(() => store.putStatus('Service', 'shop/web', { readyReplicas: 0 })),
      [],
    )
    deepEqual(
      wokenBy(() => store.put('Service', 'shop/web', { spec, status: {} })),
      ['web-a', 'web-b'],
    )
  })
})

describe('a task of a failed revision that is not tried beside another one', () => {
  for (const [what, change] of [
    [
      'leaves',
      ({ store }) => store.update('Task', 'shop/web-b', (draft) => void (draft.spec.desiredState = 'Removed')),
    ],
    ['is gone', ({ store }) => store.delete('Task', 'shop/web-b')],
    ['is on a node that is not declared any more', ({ store }) => store.delete('Node', 'b')],
  ] as readonly [string, (world: Awaited<ReturnType<typeof fourThatWait>>) => void][])
    it(`is woken where that one ${what}`, async () => {
      const world = await fourThatWait()
      world.store.create('Node', { apiVersion: 'reconcile.dev/v1', kind: 'Node', metadata: { name: 'b' }, spec: {} })
      world.store.putStatus('Task', 'shop/web-a', { reason: 'RolloutFailed' })
      const woken = world.wokenBy(() => change(world))
      deepEqual(
        woken.filter((name) => name !== 'web-b' && !name.startsWith('proxy')),
        ['web-a'],
      )
    })

  it('is woken where that one has failed, and leaves', async () => {
    const { store, wokenBy } = await fourThatWait()
    store.putStatus('Task', 'shop/web-a', { reason: 'RolloutFailed' })
    store.putStatus('Task', 'shop/web-b', { phase: 'Failed' })
    deepEqual(
      wokenBy(() => store.update('Task', 'shop/web-b', (draft) => void (draft.spec.desiredState = 'Removed'))),
      ['web-a', 'web-b'],
    )
  })

  it('is woken by another state of the rollout', async () => {
    const { store, wokenBy } = await fourThatWait()
    store.create('Service', { ...aService(), status: {} })
    store.putStatus('Task', 'shop/web-a', { reason: 'RolloutFailed' })
    deepEqual(
      wokenBy(() => store.putStatus('Service', 'shop/web', { rollout: { state: 'Progressing' } })),
      ['web-a'],
    )
  })
})

describe('a task that runs', () => {
  /** `db` runs, on which `web` depends, and `proxy` does not. */
  async function twoThatRun() {
    const world = await fourThatWait()
    const { store } = world
    for (const [key] of store.list('Task')) store.putStatus('Task', key, { phase: 'Running' })
    store.create('Service', { ...aService({ dependsOn: [{ service: 'db', restart: true }] }), status: {} })
    store.create('Service', { ...aService(), metadata: { name: 'db', namespace: 'shop' } })
    return world
  }
  const dependents = ['web-a', 'web-b']

  it('is woken where a status of before says that what it depends on is rolled out, and turns out to be of now', async () => {
    const { store, wokenBy } = await twoThatRun()
    const rolledOut = { rollout: { state: 'Completed' as const } }
    store.putStatus('Service', 'shop/db', { ...rolledOut, observedGeneration: 0 })
    const observedGeneration = store.get('Service', 'shop/db')?.metadata.generation ?? 1
    deepEqual(
      wokenBy(() => store.putStatus('Service', 'shop/db', { ...rolledOut, observedGeneration })),
      dependents,
    )
    deepEqual(
      wokenBy(() => store.putStatus('Service', 'shop/db', { ...rolledOut, observedGeneration, readyReplicas: 1 })),
      [],
    )
  })

  it('is woken once its service has decided on another spec, however well it seems', async () => {
    const { store, wokenBy } = await twoThatRun()
    for (const key of store.list('Task').keys()) store.putStatus('Task', key, { phase: 'Running', reason: 'Running' })
    deepEqual(
      wokenBy(() => store.putStatus('Service', 'shop/web', { observedGeneration: 1 })),
      ['web-a', 'web-b'],
    )
    deepEqual(
      wokenBy(() => store.putStatus('Service', 'shop/web', { observedGeneration: 1, readyReplicas: 1 })),
      [],
    )
  })

  it('is woken by the end of a restart of what it depends on, and not by its beginning', async () => {
    const { store, wokenBy } = await twoThatRun()
    deepEqual(
      wokenBy(() => store.putFact('restart', 'shop/db', { at: '2030-01-01T00:00:00Z' })),
      [],
    )
    deepEqual(
      wokenBy(() => store.putFact('restart', 'shop/db', undefined)),
      dependents,
    )
  })
})

describe('a task that waits for a port', () => {
  const publishing = (hostPort: number): V1TaskTemplate => ({
    image: 'nginx',
    ports: [{ hostPort, containerPort: 80 }],
  })

  /** On `a` api has 80, for which web waits, and mq 81, for which db waits; on `b` another one waits for 80. */
  async function twoThatWait() {
    const world = await fourThatWait()
    const { store } = world
    for (const key of store.list('Task').keys()) store.delete('Task', key)
    for (const [name, hostPort] of Object.entries({ api: 80, mq: 81, web: 80, db: 81 }))
      store.create('Task', task(name, { node: 'a', template: publishing(hostPort) }))
    store.create('Task', task('far', { node: 'b', template: publishing(80) }))
    for (const name of ['web', 'db', 'far']) store.putStatus('Task', `shop/${name}`, { reason: 'PortTaken' })
    return world
  }

  it('is woken by the containers, the end and the loss of the task that has it, and by no other', async () => {
    const { store, inventory, wokenBy } = await twoThatWait()
    const Labels = { [labels.stack]: 'shop', [labels.task]: 'api', [labels.installation]: 'default' }
    const container = { Id: 'c1', Name: '/shop-api-1', Config: { Labels }, State: { Status: 'exited' } }
    for (const change of [
      () => inventory.putContainer('a', container as unknown as HostContainer),
      () => store.update('Task', 'shop/api', (draft) => void (draft.spec.desiredState = 'Removed')),
      () => store.delete('Task', 'shop/api'),
    ])
      deepEqual(
        wokenBy(change).filter((name) => name !== 'api'),
        ['web'],
      )
  })

  it('is woken by the rollout of the service whose task has it, and by no other', async () => {
    const { store, wokenBy } = await twoThatWait()
    store.create('Service', { ...aService(), metadata: { name: 'mq', namespace: 'shop' } })
    deepEqual(
      wokenBy(() => store.putStatus('Service', 'shop/mq', { updateRevision: 'r2' })),
      ['db'],
    )
  })
})
