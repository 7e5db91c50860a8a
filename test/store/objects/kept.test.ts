import assert from 'node:assert/strict'
import type { Kind, ObjectOf } from '../../../api/v1/kinds.ts'
import { kindNames, isNamespaced } from '../../../api/v1/kinds.ts'
import { keptEntries } from '../../../store/objects/kept.ts'
import type { Json } from '../../../store/storage/storage.ts'
import { storeInVirtualTime, task } from './samples.ts'

const conditions = [{ type: 'Ready', status: 'True' }]

const reasonOn = { node: 'a', reason: 'RefusedByEngine', message: 'a refuses it: no room' }
const onNode = { ...reasonOn, state: 'Held' }
const refused = { type: 'Ready', status: 'False', reason: 'RefusedByEngine', message: 'a refuses it: no room' }

describe('what survives of an object', () => {
  const rows: readonly [what: string, kind: Kind, status: object, kept: object | undefined][] = [
    [
      'a running task',
      'Task',
      { phase: 'Running', ip: '10.0.0.2', healthy: 'True', containerID: 'c1', conditions },
      undefined,
    ],
    [
      'a running task that was restarted',
      'Task',
      { phase: 'Running', reason: 'Restarted', restarts: 2, containerName: 'shop-web-1.r2' },
      { restarts: 2, containerName: 'shop-web-1.r2' },
    ],
    [
      'a task whose container the engine does not make',
      'Task',
      { phase: 'Preparing', reason: 'CreateFailed', message: 'no such device', failures: 3 },
      { reason: 'CreateFailed', message: 'no such device' },
    ],
    [
      'a task that ended',
      'Task',
      {
        phase: 'Failed',
        reason: 'ExitCode',
        message: 'it said 3',
        exitCode: 3,
        finishedAt: 't',
        startedAt: 's',
        ip: 'x',
      },
      { phase: 'Failed', reason: 'ExitCode', message: 'it said 3', exitCode: 3, finishedAt: 't' },
    ],
    [
      'a service',
      'Service',
      {
        replicas: 3,
        readyReplicas: 2,
        currentRevision: 'a',
        updateRevision: 'b',
        stalledHash: 'c',
        incarnation: 1,
        rollout: { state: 'Stalled' },
        conditions,
      },
      { currentRevision: 'a', updateRevision: 'b', stalledHash: 'c', incarnation: 1, rollout: { state: 'Stalled' } },
    ],
    [
      'a network',
      'Network',
      { driver: 'bridge', hostName: 'shop_default', nodes: [{ node: 'local', id: 'n1' }] },
      undefined,
    ],
    ['a network that no node has', 'Network', { driver: 'bridge', seenOn: [] }, { seenOn: [] }],
    [
      'a network that nodes may have',
      'Network',
      { driver: 'bridge', nodes: [{ node: 'a', id: 'n1' }], seenOn: ['a', 'b'] },
      { seenOn: ['a', 'b'] },
    ],
    [
      'a network whose services are apart, which it says since then',
      'Network',
      { driver: 'bridge', conditions: [...conditions, { type: 'ServicesApart', status: 'True', message: 'so' }] },
      { conditions: [{ type: 'ServicesApart', status: 'True', message: 'so' }] },
    ],
    [
      'a network that an engine refuses',
      'Network',
      { driver: 'bridge', conditions: [refused], nodes: [{ node: 'b', id: 'n1' }, onNode] },
      { conditions: [refused], nodes: [reasonOn] },
    ],
    [
      'a volume that an engine fails to make',
      'Volume',
      { conditions: [{ ...refused, reason: 'CallFailed' }], nodes: [{ ...onNode, seen: false }] },
      { conditions: [{ ...refused, reason: 'CallFailed' }], nodes: [reasonOn] },
    ],
    [
      'a volume that was on the node where an engine fails to make it',
      'Volume',
      { nodes: [{ ...onNode, seen: true }] },
      { nodes: [{ ...reasonOn, seen: true }] },
    ],
    [
      'a volume',
      'Volume',
      { nodes: [{ node: 'a', seen: true, state: 'Lost' }, { node: 'b', seen: false }, { node: 'c' }], hostName: 'x' },
      { nodes: [{ node: 'a', seen: true }] },
    ],
    [
      'a node, last seen to the minute',
      'Node',
      { engineID: 'E1', hostname: 'h1', lastSeen: '2026-01-02T03:04:59.123Z', ready: true, cpus: 4 },
      { engineID: 'E1', hostname: 'h1', lastSeen: '2026-01-02T03:04:00Z' },
    ],
    [
      'a secret',
      'Secret',
      { contentHash: 'h', nodes: [{ node: 'a', contentHash: '/d', state: 'Delivered' }], conditions },
      { nodes: [{ node: 'a', contentHash: '/d', state: 'Unknown' }] },
    ],
    ['a revision', 'Revision', { observedGeneration: 1 }, { observedGeneration: 1 }],
  ]
  for (const [what, kind, status, kept] of rows) {
    it(`is metadata, spec and little of the status of ${what}`, async () => {
      const { store, reopen, settle } = await storeInVirtualTime()
      const before = store.create(kind, { ...sample(kind), status } as unknown as ObjectOf<Kind>)
      await settle()
      const after = (await reopen()).get(kind, keyOf(kind))
      assert.ok(after)
      assert.deepEqual(after.spec, before.spec)
      assert.deepEqual({ ...after.metadata, resourceVersion: '' }, { ...before.metadata, resourceVersion: '' })
      assert.deepEqual(after.status, kept)
    })
  }

  it('is the same for every kind after it was loaded and kept again', async () => {
    const { store, reopen, settle } = await storeInVirtualTime()
    for (const kind of kindNames) store.create(kind, sample(kind) as unknown as ObjectOf<Kind>)
    store.putFact('root', '/srv/manifests', { watch: true })
    await settle()
    const plain = (entries: ReadonlyMap<string, unknown>) =>
      [...entries].filter(([key]) => !key.startsWith('/store')).sort()
    assert.deepEqual(plain(keptEntries(await reopen())), plain(keptEntries(store)))
  })

  it('is not written again when only the rest changed', async () => {
    const { store, disk, settle } = await storeInVirtualTime()
    store.create('Task', task('web-1'))
    await settle()
    const kept = disk.contents().get('/objects/Task/shop/web-1')
    store.update('Task', 'shop/web-1', (draft) => void (draft.status = { phase: 'Running', ip: '10.0.0.2' }))
    await settle()
    assert.equal(disk.contents().get('/objects/Task/shop/web-1'), kept)
    store.update('Task', 'shop/web-1', (draft) => void (draft.status = { phase: 'Completed', exitCode: 0 }))
    await settle()
    assert.notEqual(disk.contents().get('/objects/Task/shop/web-1'), kept)
  })

  it('gives tasks of one revision one template object again', async () => {
    const { store, disk, settle, reopen } = await storeInVirtualTime()
    for (const name of ['web-1', 'web-2', 'db-1']) store.create('Task', task(name))
    await settle()
    for (const [key, value] of disk.contents()) {
      ;(disk.contents() as Map<string, unknown>).set(key, JSON.parse(JSON.stringify(value)))
    }
    const next = await reopen()
    const template = (name: string) => next.get('Task', `shop/${name}`)?.spec.template
    assert.equal(template('web-1'), template('web-2'))
    assert.notEqual(template('web-1'), template('db-1'))
  })

  it('leaves what a later version keeps of unknown kinds and families where it is', async () => {
    const initial = new Map<string, Json>([
      ['/objects/Volcano/shop/etna', { kind: 'Volcano' }],
      ['/facts/later/x', 1],
    ])
    const { store, disk, settle } = await storeInVirtualTime({ initial })
    store.create('Task', task('web-1'))
    await settle()
    assert.ok(disk.contents().has('/objects/Volcano/shop/etna') && disk.contents().has('/facts/later/x'))
  })
})

function keyOf(kind: Kind): string {
  return isNamespaced(kind) ? 'shop/it' : 'it'
}

function sample(kind: Kind) {
  const metadata = { name: 'it', ...(isNamespaced(kind) ? { namespace: 'shop' } : {}), labels: { a: 'b' } }
  return {
    apiVersion: 'reconcile.dev/v1',
    kind,
    metadata,
    spec: { service: 'it', template: { image: 'busybox' } },
  }
}
