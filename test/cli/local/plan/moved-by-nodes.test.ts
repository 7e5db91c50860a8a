import { deepEqual } from 'node:assert/strict'
import type { V1NodeSpec, V1ServiceSpec } from '../../../../api/v1/generated/types.ts'
import { serviceReasons } from '../../../../api/v1/reasons.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { copiedStore } from '../../../../cli/local/plan/copied-store.ts'
import { movedByNodes, withoutUnmetOf } from '../../../../cli/local/plan/moved-by-nodes.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import type { PlanResult } from '../../../../plan/plan.ts'
import { engineInfo } from '../../../../engine/simulated/info.ts'
import { aNode, aService, aTask } from '../../../support/builders.ts'
import { aCore, aRequest } from '../local-core.ts'
import { anEmptyHost, declareNodes } from './empty-host.ts'

/** A stack of one service, with a task on this node, or on none yet. */
function declareStack({ store }: Core, stack: string, at: { node?: string } & Partial<V1ServiceSpec>): void {
  const { node, ...spec } = at
  const service = aService(spec)
  store.create('Service', { ...service, metadata: { ...service.metadata, namespace: stack } })
  const { metadata, spec: task } = aTask(1, 'r1')
  const { node: _, ...unbound } = task
  const bound = node === undefined ? unbound : { ...unbound, node }
  store.create('Task', { ...aTask(1, 'r1'), metadata: { ...metadata, namespace: stack }, spec: bound })
}

describe('the stacks that change nodes move', () => {
  const core = aCore('/nowhere')
  core.store.create('Node', aNode('a'))
  core.store.create('Node', aNode('b'))
  declareStack(core, 'here', { node: 'a' })
  declareStack(core, 'there', { node: 'b' })
  declareStack(core, 'all', { node: 'b', mode: 'Global' })
  declareStack(core, 'none', {})
  const movedWith = (name: string, spec: V1NodeSpec) => {
    const { store } = copiedStore(core)
    if (store.get('Node', name)) store.update('Node', name, (node) => void (node.spec = spec))
    else store.create('Node', { ...aNode(name), spec })
    return [...movedByNodes(core.store, store)].sort()
  }

  for (const { it: sentence, name, spec, stacks } of [
    { it: 'are none where none changes', name: 'a', spec: aNode('a').spec, stacks: [] },
    {
      it: 'are those with tasks on one that is drained',
      name: 'a',
      spec: { drain: true },
      stacks: ['all', 'here', 'none'],
    },
    { it: 'are those that may come to a new one', name: 'c', spec: {}, stacks: ['all', 'none'] },
  ])
    it(sentence, () => deepEqual(movedWith(name, spec), stacks))
})

describe('a plan of a node', () => {
  for (const { purpose, nodes } of [
    { purpose: 'serve', nodes: ['b'] },
    { purpose: 'act', nodes: [] },
  ] as const)
    it(`has ${nodes.length > 0 ? 'the' : 'no'} calls for what comes there in the purpose ${purpose}`, async () => {
      const core = { ...aCore('/nowhere'), purpose }
      declareNodes(core, 'a')
      declareStack(core, 'all', { mode: 'Global', template: { image: 'nginx' } })
      const host = anEmptyHost()
      const other = { ...host, node: 'b', info: async () => engineInfo('b', '1.51') }
      const answer = await plan(
        {
          ...core,
          engines: async () => new Map([['a', host]]),
          connectOthers: () => ({ engines: new Map([['b', other]]), close: () => undefined }),
        },
        aRequest('/nowhere', 'apiVersion: reconcile.dev/v1\nkind: Node\nmetadata: { name: b }\nspec: {}\n', {}),
      )
      if ('needs' in answer) throw new Error('it needs nothing')
      const calls = answer.calls.map(({ node }) => node).filter((node) => node === 'b')
      deepEqual([...new Set(calls)], nodes)
    })
})

describe('what is not as declared in stacks that change nodes move', () => {
  const { tasksMisplaced, rollingOut } = serviceReasons
  const all = [
    { object: 'Service/shop/web', reason: tasksMisplaced, message: 'web-1 is on a' },
    { object: 'Service/shop/db', reason: rollingOut, message: 'it is on its way' },
    { object: 'Service/blog/wiki', reason: rollingOut, message: 'it is on its way' },
  ]
  const result = { assumptions: ['the pull succeeds'], failures: [], unmet: all } as unknown as PlanResult

  it('is told beside the calls where a task may not be where it stays, and does not count', () => {
    const { assumptions, unmet } = withoutUnmetOf(new Set(['shop']), result)
    deepEqual(assumptions, ['the pull succeeds', 'Service/shop/web: web-1 is on a'])
    deepEqual(unmet, all.slice(2))
  })
})
