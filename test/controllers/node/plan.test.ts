import { deepEqual, equal, match } from 'node:assert/strict'
import { planNode, type NodeView } from '../../../controllers/node/plan.ts'
import type { EngineInfo } from '../../../engine/types/engine.ts'
import { aNode, NOW } from '../../support/builders.ts'

const info = (id: string) => ({ id, version: '28.5', apiVersion: '1.51' }) as EngineInfo
const known = aNode('a', {}, { engineID: 'E1' })

function view(more: Partial<NodeView>): NodeView {
  return {
    node: known,
    synced: true,
    lastAnswer: NOW,
    askedSince: NOW - 100_000,
    graceMs: 40_000,
    now: NOW,
    info: info('E1'),
    ...more,
  }
}

describe('planNode', () => {
  for (const { it: sentence, given, wants } of [
    { it: 'is ready when its engine answers', given: view({}), wants: ['True', 'EngineAnswers', 'E1'] },
    {
      it: 'records the engine that answers first',
      given: view({ node: aNode('a') }),
      wants: ['True', 'EngineAnswers', 'E1'],
    },
    {
      it: 'is not known before its first list',
      given: view({ synced: false }),
      wants: ['Unknown', 'EngineSilent', 'E1'],
    },
    {
      it: 'is given a grace when it falls silent (S5)',
      given: view({ unreachable: 'refused', lastAnswer: NOW - 10_000 }),
      wants: ['Unknown', 'GraceRunning', 'E1'],
    },
    {
      it: 'is lost after the grace',
      given: view({ unreachable: 'refused', lastAnswer: NOW - 40_000 }),
      wants: ['False', 'NodeLost', 'E1'],
    },
    {
      it: 'is given the same grace when it never answered, from when it was first asked',
      given: view({ unreachable: 'refused', lastAnswer: 0, askedSince: NOW - 10_000 }),
      wants: ['Unknown', 'GraceRunning', 'E1'],
    },
    {
      it: 'is lost when it never answered within the grace',
      given: view({ unreachable: 'refused', lastAnswer: 0, askedSince: NOW - 40_000 }),
      wants: ['False', 'NodeLost', 'E1'],
    },
    {
      it: 'is held when another engine answers in its place',
      given: view({ info: info('E2') }),
      wants: ['False', 'EngineChanged', 'E1'],
    },
    {
      it: 'takes the other engine when a person approved that one',
      given: view({ info: info('E2'), approvedID: 'E2' }),
      wants: ['True', 'EngineAnswers', 'E2'],
    },
    {
      it: 'does not take a third engine for the approved one',
      given: view({ info: info('E3'), approvedID: 'E2' }),
      wants: ['False', 'EngineChanged', 'E1'],
    },
  ])
    it(sentence, () => {
      const { ready, engineID } = planNode(given)
      deepEqual([ready.status, ready.reason, engineID], wants)
    })

  it('says of one that never answered that it did not yet, and looks again when its grace ends', () => {
    const { ready, nextAt } = planNode(view({ unreachable: 'refused', lastAnswer: 0, askedSince: NOW - 10_000 }))
    equal(ready.message, 'it has not answered yet: refused')
    equal(nextAt, NOW + 30_000)
  })

  it('says of a lost one for how long it was asked', () =>
    equal(
      planNode(view({ unreachable: 'refused', lastAnswer: 0, askedSince: NOW - 50_000 })).ready.message,
      'no answer for 50 s: refused',
    ))

  it('says what to do about another engine', () =>
    match(planNode(view({ info: info('E2') })).ready.message ?? '', /reconcile approve node\/a/))
})
