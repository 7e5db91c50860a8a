import { deepEqual, equal } from 'node:assert/strict'
import type { V1Task } from '../../../../api/v1/generated/types.ts'
import { exits } from '../../../../api/v1/installation/installation-error.ts'
import type { Outcome } from '../../../../api/v1/installation/progress.ts'
import { asRestored } from '../../../../cli/local/backup.ts'
import { type Awaited, hostsAside } from '../../../../cli/local/waiting/view/hosts-in-view.ts'
import { settle } from '../../../../cli/local/waiting/settle.ts'
import { aNode, aService, aTask } from '../../../support/builders.ts'
import { aCore, all, loopsAtRest } from '../local-core.ts'

const answering = { node: 'a', synced: true, lastAnswer: 0 }
const silent = { node: 'b', synced: false, unreachable: 'refused', lastAnswer: 0 }
const asideOf = (awaited: Partial<Awaited>, loops = loopsAtRest(answering, silent), isLocalAbsent = false) => {
  const { store } = aCore('/nowhere')
  store.create('Node', aNode('b', {}, { engineID: 'E' }))
  const all = { objects: [], tasks: [], leaving: [], ...awaited }
  return [...hostsAside({ store, isLocalAbsent: () => isLocalAbsent }, loops, all)].join()
}
const onNode = (node?: string): V1Task => {
  const task = aTask(1, 'r1')
  const { node: _, ...spec } = task.spec
  return { ...task, spec: { ...spec, ...(node === undefined ? {} : { node }) } }
}

describe('a host that does not answer', () => {
  it('has no part in a wait for what runs on others', () => {
    equal(asideOf({ tasks: [onNode('a')] }), 'b')
  })

  for (const [because, awaited] of [
    ['a task is on it', { tasks: [onNode('a'), onNode('b')] }],
    ['a task has no place', { tasks: [onNode('a'), { ...onNode(), status: { reason: 'NoNodeFits' } }] }],
    ['something is to leave', { leaving: ['Service/shop/web'] }],
  ] as const)
    it(`has a part in it where ${because}`, () => {
      equal(asideOf(awaited), '')
    })

  it('has no part in it where all that it has has ended, but for what is to be taken off', () => {
    const ended: V1Task = { ...onNode('b'), status: { phase: 'Completed' } }
    equal(asideOf({ tasks: [onNode('a'), ended] }), 'b')
    const isToGo: V1Task = { ...ended, spec: { ...ended.spec, desiredState: 'Removed' } }
    equal(asideOf({ tasks: [onNode('a'), isToGo] }), '')
  })

  it('has a part in it where something waits for a host', () => {
    const conditions = [{ type: 'Ready', status: 'Unknown' as const, reason: 'HostUnreachable' }]
    equal(asideOf({ objects: [aService({}, { observedGeneration: 1, conditions })] }), '')
  })

  it('has a part in it where it was never seen: it may run anything', () => {
    const { store } = aCore('/nowhere')
    const awaited = { objects: [], tasks: [onNode('a')], leaving: [] }
    equal(hostsAside({ store, isLocalAbsent: () => false }, loopsAtRest(answering, silent), awaited).size, 0)
  })

  it('has a part in it where it has not answered a restored state yet: what came there since the backup is not known', () => {
    const { store } = aCore('/nowhere')
    const engine = { host: 'tcp://10.0.0.2:2376' }
    store.create('Node', aNode('b', { engine }, { engineID: 'E', engine }))
    const { store: restored } = aCore('/nowhere', asRestored(store))
    const awaited = { objects: [], tasks: [onNode('a')], leaving: [] }
    const asideIn = (state: typeof store) =>
      [...hostsAside({ store: state, isLocalAbsent: () => false }, loopsAtRest(answering, silent), awaited)].join()
    deepEqual([asideIn(store), asideIn(restored)], ['b', ''])
    restored.putStatus('Node', 'b', { engineID: 'E', engine })
    equal(asideIn(restored), 'b')
  })

  for (const [what, host, expected] of [
    ['has a part in it where it is declared to be elsewhere, and did not answer there yet', 'tcp://10.0.0.9:2376', ''],
    ['has no part in it where it answered as it is declared', 'tcp://10.0.0.2:2376', 'b'],
  ] as const)
    it(what, () => {
      const { store } = aCore('/nowhere')
      const engine = { host: 'tcp://10.0.0.2:2376' }
      store.create('Node', aNode('b', { engine: { host } }, { engineID: 'E', engine }))
      const awaited = { objects: [], tasks: [], leaving: [] }
      equal(
        [...hostsAside({ store, isLocalAbsent: () => false }, loopsAtRest(answering, silent), awaited)].join(),
        expected,
      )
    })

  it('has no part in it while a task was not placed yet', () => {
    equal(asideOf({ tasks: [onNode('a'), onNode()] }), 'b')
  })

  it('has a part in it where no other answers, but for a machine that has no engine', () => {
    equal(asideOf({}, loopsAtRest(silent)), '')
    equal(asideOf({}, loopsAtRest({ ...silent, node: 'local' })), '')
    equal(asideOf({}, loopsAtRest({ ...silent, node: 'local' }), true), 'local')
  })

  it('is told of, and ends no wait that it has no part in', async () => {
    const core = { ...aCore('/nowhere'), begin: async () => loopsAtRest(answering, silent) }
    core.store.create(
      'Node',
      aNode('b', {}, { engineID: 'E', conditions: [{ type: 'Ready', status: 'Unknown', reason: 'EngineSilent' }] }),
    )
    const { signal } = new AbortController()
    const events = await all(settle(core, { stacks: ['shop'], leaving: [], timeoutMs: 3_000, signal }))
    deepEqual(
      events.map((event) => (event.type === 'state' ? event.object : (event as Outcome).exit)),
      ['Node/b', exits.converged],
    )
  }).timeout(10_000)
})
