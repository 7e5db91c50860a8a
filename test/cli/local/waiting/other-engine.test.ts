import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1Node } from '../../../../api/v1/generated/types.ts'
import { API_VERSION, type ObjectOf } from '../../../../api/v1/kinds.ts'
import { verdictOf } from '../../../../cli/local/waiting/ends/verdict.ts'
import type { WaitView } from '../../../../cli/local/waiting/view/wait-view.ts'
import { decisionWords, engineDecision } from '../../../../api/v1/other-engine.ts'
import { ago, NOW } from '../../../support/builders.ts'

function anObject(kind: 'Node' | 'Service', name: string, said: { reason: string; message: string }): ObjectOf {
  const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: ago(5_000), ...said }]
  return {
    apiVersion: API_VERSION,
    kind,
    metadata: { name, ...(kind === 'Node' ? {} : { namespace: 'shop' }), generation: 1 },
    spec: { template: {} },
    status: { observedGeneration: 1, rollout: { state: 'Progressing' }, conditions },
  } as unknown as ObjectOf
}

const NODE = { apiVersion: API_VERSION, kind: 'Node' } as const

function anotherAt(node?: string): ObjectOf {
  const otherEngine = { engineID: 'E2', hostname: 'h2', ...(node === undefined ? {} : { node }) }
  const recorded = { engineID: 'E1', hostname: 'h1', otherEngine }
  const local: V1Node = { ...NODE, metadata: { name: 'local' }, spec: {}, status: recorded }
  const message = decisionWords(engineDecision(local, otherEngine))
  const object = anObject('Node', 'local', { reason: 'EngineChanged', message })
  return { ...object, spec: {}, status: { ...object.status, ...recorded } } as ObjectOf
}

describe('a wait while another engine answers for a node', () => {
  const node = anotherAt()
  const view = (objects: readonly ObjectOf[]): WaitView => {
    const rest = { tasks: [], leaving: [], silent: [], holds: [] }
    return { objects, ...rest, since: NOW, now: NOW, isFresh: true, isIdle: true }
  }

  it('ends with what is the matter, and what is to be done, each once', () => {
    const { exit, message, remedy } = verdictOf(view([node])) ?? {}
    equal(exit, 6)
    match(message ?? '', /^Node local waits for a decision: another engine .* or Docker was given another data-root$/)
    match(remedy ?? '', /^unless that is meant, set DOCKER_HOST as before, .*reconcile approve node\/local/)
  })

  it('asks for no approval of one that is another node’s', () => {
    const { exit, message, remedy } = verdictOf(view([anotherAt('b')])) ?? {}
    equal(exit, 6)
    match(message ?? '', /it is that of node b$/)
    match(remedy ?? '', /^unless this machine is to be node local from now on, .*`reconcile delete node\/b`, then/)
  })

  it('tells nothing more of what only that keeps from a node, and does of what fits none', () => {
    const refused = anObject('Service', 'kept', { reason: 'NoNodeFits', message: 'no node fits: local: …' })
    const keptOff = { type: 'EngineChanged', status: 'True' as const }
    const conditions = [...(refused.status?.conditions ?? []), keptOff]
    const kept = { ...refused, status: { ...refused.status, conditions } } as ObjectOf
    const other = anObject('Service', 'other', { reason: 'NoNodeFits', message: 'no node fits: local: 2 CPUs' })
    const { message, others = [] } = verdictOf(view([kept, other, node])) ?? {}
    match(message ?? '', /^Node local waits/)
    deepEqual(
      others.map(({ message }) => message),
      ['Service shop/other: no node fits: local: 2 CPUs'],
    )
  })
})
