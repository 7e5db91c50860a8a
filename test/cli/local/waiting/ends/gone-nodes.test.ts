import { deepEqual, equal } from 'node:assert/strict'
import type { V1Condition, V1VolumeOnNode } from '../../../../../api/v1/generated/types.ts'
import { API_VERSION, type ObjectOf } from '../../../../../api/v1/kinds.ts'
import { verdictOf } from '../../../../../cli/local/waiting/ends/verdict.ts'
import type { WaitView } from '../../../../../cli/local/waiting/view/wait-view.ts'
import { aNode, ago, aService, aTask, NOW, specified } from '../../../../support/builders.ts'

const GONE = 'the node b is not declared: declare it again'
const LEFT = `${GONE}; its volume data is there: \`reconcile restart web -n shop\` goes on elsewhere, without that`

describe('the end of a wait for what is on a node that is not declared any more; a is declared', () => {
  const volume = on('Volume', { b: 'Held' })
  const network = on('Network', { a: 'Present', b: 'Held' })
  const web = aWeb()
  for (const { it: sentence, objects, tasksOn = ['b'], wants } of [
    { it: 'comes where the service waits for it', objects: [web], wants: 1 },
    { it: 'comes where what the service uses waits as well', objects: [network, volume, web], wants: 1 },
    { it: 'comes where that waits alone', objects: [volume], wants: 1 },
    { it: 'is not yet while what is used waits for another node', objects: [on('Network', { a: 'Held', b: 'Held' })] },
    { it: 'is not yet while nobody knows where it is to be', objects: [on('Volume', {})] },
    { it: 'is not yet where the node is declared, and may answer', objects: [web], tasksOn: ['a'] },
    { it: 'is not yet while another task waits for such a node', objects: [volume, web], tasksOn: ['a', 'b'] },
    { it: 'is not yet while it is rolled out', objects: [volume, aWeb('Progressing')] },
  ] as readonly { it: string; objects: readonly ObjectOf[]; tasksOn?: readonly string[]; wants?: number }[])
    it(sentence, () => equal(verdictOf(aView(objects, tasksOn))?.exit, wants))

  it('is told of the service alone, whose words have what its network and volume wait for', () => {
    const outcome = verdictOf(aView([network, volume, web]))
    deepEqual(outcome, {
      type: 'outcome',
      exit: 1,
      message: `Service shop/web: 0 of 1 ready; ${LEFT}`,
      remedy:
        'declare that node again, or if its host is gone for good do as it says (docs/hosts.md, under "To give a host up"), then give this command again; nothing else is left to do',
    })
  })

  it('is told of what alone is there', () => {
    equal(verdictOf(aView([volume]))?.message, `Volume shop/data: ${GONE}`)
  })
})

function aWeb(state: 'Completed' | 'Progressing' = 'Completed'): ObjectOf {
  const conditions = [unreachable(`0 of 1 ready; ${LEFT}`)]
  return { ...aService({}, { observedGeneration: 1, rollout: { state }, conditions }), kind: 'Service' }
}

function on(kind: 'Network' | 'Volume', states: Readonly<Record<string, string>>): ObjectOf {
  const nodes = Object.entries(states).map(([node, state]): V1VolumeOnNode => ({ node, seen: true, state }))
  const metadata = { name: kind === 'Volume' ? 'data' : 'default', namespace: 'shop', generation: 1 }
  const status = { observedGeneration: 1, nodes, conditions: [unreachable(GONE)] }
  return { apiVersion: API_VERSION, kind, metadata, spec: {}, status } as ObjectOf
}

function unreachable(message: string): V1Condition {
  return { type: 'Ready', status: 'False', reason: 'HostUnreachable', message, lastTransitionTime: ago(5_000) }
}

function aView(objects: readonly ObjectOf[], tasksOn: readonly string[] = ['b']): WaitView {
  const ready = [{ type: 'Ready', status: 'True' as const }]
  const node = { ...aNode('a', {}, { conditions: ready, observedGeneration: 1 }), kind: 'Node' as const }
  const tasks = tasksOn.map((name, index) => specified(aTask(index + 1, 'r1'), { node: name }))
  const now = { since: NOW, now: NOW, isFresh: true, isIdle: true }
  return { objects: [...objects, node], tasks, leaving: [], silent: [], holds: [], ...now }
}
