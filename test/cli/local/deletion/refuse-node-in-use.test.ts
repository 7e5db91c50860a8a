import { deepEqual, doesNotMatch, match, rejects } from 'node:assert/strict'
import type { V1NodeStatus, V1TaskStatus } from '../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { refuseNodeInUse } from '../../../../cli/local/deletion/refuse-node-in-use.ts'
import { askedOnce } from '../../../../cli/local/deletion/same-engine.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { EngineError } from '../../../../engine/errors.ts'
import type { ResourceId } from '../../../../store/source/reading/reading.ts'
import { aCore } from '../local-core.ts'

const { signal } = new AbortController()

interface Case {
  readonly it: string
  readonly node?: string
  readonly status?: V1TaskStatus
  readonly nodeStatus?: V1NodeStatus
  readonly info?: () => Promise<unknown>
  readonly also?: readonly ResourceId[]
  /** Its service mounts the volume `data`, which is there. */
  readonly mounts?: boolean
  /** Its service asks for this of its node; another one is declared. */
  readonly constraint?: string
  /** Services beside it that ask for such nodes, with five tasks each. */
  readonly more?: readonly string[]
  /** The engine of another node that is declared, and what that node's status says. */
  readonly other?: { readonly id: string; readonly name: string }
  readonly otherStatus?: V1NodeStatus
}

const ENGINE = { id: 'e1', name: 'far' }

function deleting({
  node = 'far',
  status,
  nodeStatus,
  info = async () => ENGINE,
  also = [],
  mounts,
  other,
  otherStatus,
  constraint,
  more = [],
}: Case) {
  const engine = (name: string, said: unknown): [string, Engine] => [name, { node: name, info: said } as Engine]
  const all = [engine(node, info), ...(other ? [engine('new', async () => other)] : [])]
  const core = { ...aCore('/nowhere'), engines: async () => new Map(all) }
  const { store } = core
  store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: node }, spec: {} })
  if (other) store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'new' }, spec: {} })
  if (otherStatus) store.putStatus('Node', 'new', otherStatus)
  if (mounts) mountData(store, node)
  if (constraint !== undefined) {
    const placed = { template: { image: 'nginx' }, placement: { constraints: [constraint] } }
    store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'near' }, spec: {} })
    const of = { apiVersion: API_VERSION, kind: 'Service', metadata: { name: 'web', namespace: 'shop' } } as const
    store.create('Service', { ...of, spec: placed })
  }
  if (nodeStatus) store.putStatus('Node', node, nodeStatus)
  const spec = { service: 'web', slot: 1, node, revision: 'r1', contents: {}, template: { image: 'nginx' } }
  const metadata = { name: 'web-1', namespace: 'shop' }
  store.create('Task', { apiVersion: API_VERSION, kind: 'Task', metadata, spec })
  store.putStatus('Task', 'shop/web-1', { phase: 'Running', containerName: 'shop-web-1', ...status })
  for (const [index, asks] of more.entries()) declareFive(store, { service: `s${index}`, node, asks })
  return refuseNodeInUse(core, [`Node/${node}`, ...also], askedOnce(core, signal))
}

function declareFive(
  store: ReturnType<typeof aCore>['store'],
  { service, node, asks }: { readonly service: string; readonly node: string; readonly asks: string },
): void {
  const inShop = (name: string) => ({ apiVersion: API_VERSION, metadata: { name, namespace: 'shop' } }) as const
  const template = { image: 'nginx' }
  store.create('Service', {
    ...inShop(service),
    kind: 'Service',
    spec: { template, placement: { constraints: [asks] } },
  })
  for (let slot = 1; slot <= 5; slot++) {
    const spec = { service, slot, node, revision: 'r1', contents: {}, template }
    store.create('Task', { ...inShop(`${service}-${slot}`), kind: 'Task', spec })
    store.putStatus('Task', `shop/${service}-${slot}`, { phase: 'Running', containerName: `shop-${service}-${slot}` })
  }
}

function mountData(store: ReturnType<typeof aCore>['store'], node: string): void {
  const template = { image: 'nginx', mounts: [{ type: 'Volume' as const, source: 'data', target: '/data' }] }
  const inShop = (name: string) => ({ apiVersion: API_VERSION, metadata: { name, namespace: 'shop' } }) as const
  store.create('Service', { ...inShop('web'), kind: 'Service', spec: { template } })
  store.create('Volume', { ...inShop('data'), kind: 'Volume', spec: {} })
  store.putStatus('Volume', 'shop/data', { nodes: [{ node, seen: true }] })
}

const silent = async () => {
  throw new EngineError('Unreachable', { node: 'far', tried: 'ask', detail: 'no answer' })
}
const changed: V1NodeStatus = {
  conditions: [{ type: 'EngineChanged', status: 'True', reason: 'EngineChanged', message: '', lastTransitionTime: '' }],
}

describe('deleting a node', () => {
  it('is refused while it answers and a task runs there, with what moves it', async () => {
    await rejects(deleting({ it: '' }), (error: { message: string; remedy: string }) => {
      match(error.message, /^Node\/far is in use by Task shop\/web-1$/)
      match(error.remedy, /^set `drain: true` on it, .*; `reconcile restart web -n shop` moves what .*; then delete it/)
      return true
    })
  })

  it('advises no restart of what a volume holds there, but says how that is moved', async () => {
    await rejects(deleting({ it: '', mounts: true }), ({ remedy }: { remedy: string }) => {
      doesNotMatch(remedy, /reconcile restart/)
      match(remedy, /; the volume shop\/data has to be moved by hand: docs\/hosts\.md says how.*; then delete it/)
      return true
    })
  })

  it('advises no restart of what no other node may run, which would wait for one', async () => {
    const words = /^no other node may run Task shop\/web-1 \(near: it does not meet node\.name==far\); then delete it\./
    await rejects(deleting({ it: '', constraint: 'node.name==far' }), ({ remedy }: { remedy: string }) => {
      match(remedy, words)
      return true
    })
  })

  it('says each cause once, and of many the first', async () => {
    const more = [1, 2, 3, 4, 5].map((label) => `node.labels.n==${label}`)
    await rejects(deleting({ it: '', constraint: 'node.name==far', more }), ({ remedy }: { remedy: string }) => {
      const said = remedy.slice(0, remedy.indexOf('; then delete it'))
      deepEqual(said.split('; '), [
        'no other node may run Task shop/web-1 (near: it does not meet node.name==far)',
        'no other node may run Task shop/s0-1, Task shop/s0-2, Task shop/s0-3 and 2 more (near: it does not meet node.labels.n==1)',
        'no other node may run Task shop/s1-1, Task shop/s1-2, Task shop/s1-3 and 2 more (near: it does not meet node.labels.n==2)',
        'nor 15 more',
      ])
      return true
    })
  })

  it('says where there is no other node at all', async () => {
    await rejects(deleting({ it: '', mounts: true }), ({ remedy }: { remedy: string }) => {
      match(remedy, /^no other node may run Task shop\/web-1 \(there is none\); the volume/)
      return true
    })
  })

  it('advises the restart where another node may run it', async () => {
    await rejects(deleting({ it: '', constraint: 'node.name!=far' }), ({ remedy }: { remedy: string }) => {
      match(remedy, /^set `drain: true` on it, .*; `reconcile restart web -n shop` moves/)
      return true
    })
  })

  for (const each of [
    { it: 'that does not answer', info: silent },
    { it: 'under whose name another engine answers', nodeStatus: changed },
  ])
    it(`${each.it} is told with what may run there`, async () => {
      const { notes } = await deleting(each)
      const [note = '', ...more] = notes
      match(note, /Task shop\/web-1 may run there still, .*`docker rm -f shop-web-1` there/)
      deepEqual(more, [])
    })

  it('the engine of which has another name by now is told with what goes on under that', async () => {
    const note = 'Node/far: its engine is that of node new, too, under which Task shop/web-1 goes on'
    deepEqual(await deleting({ it: '', other: ENGINE }), { notes: [note], renamed: new Map([['Node/far', 'new']]) })
    for (const other of [
      { ...ENGINE, id: 'e2' },
      { ...ENGINE, name: 'a copy' },
    ])
      await rejects(deleting({ it: '', other }), /is in use by/)
    await rejects(deleting({ it: '', other: ENGINE, also: ['Node/new'] }), /is in use by/)
  })

  it('the engine of which answers at a node that recorded another one is told with what that node waits for', async () => {
    const { notes, renamed } = await deleting({ it: '', other: ENGINE, otherStatus: changed })
    deepEqual(renamed, new Map([['Node/far', 'new']]))
    deepEqual(notes, [
      'Node/far: its engine is that of node new, too, under which Task shop/web-1 goes on once that is approved: `reconcile approve node/new`',
    ])
  })

  const cases: readonly Case[] = [
    { it: 'of this machine, which stays', node: 'local' },
    { it: 'whose task has ended', status: { phase: 'Completed' } },
    { it: 'whose service goes as well', also: ['Service/shop/web'] },
  ]
  for (const each of cases) it(`${each.it} is not refused`, async () => deepEqual((await deleting(each)).notes, []))
})
