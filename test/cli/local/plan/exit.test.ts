import { equal } from 'node:assert/strict'
import { exits } from '../../../../api/v1/installation/installation-error.ts'
import { type Ending, exitOf } from '../../../../cli/local/plan/exit.ts'
import type { PlanResult } from '../../../../plan/plan.ts'
import { aNode } from '../../../support/builders.ts'
import { aCore } from '../local-core.ts'

interface Case extends Partial<Ending>, Partial<Pick<PlanResult, 'failures' | 'end'>> {
  /** What is unmet, by its reason. */
  readonly unmet?: Readonly<Record<string, string>>
}

const failures = [{ object: 'Task/shop/web-1', node: 'a', call: 'POST /images/create', detail: 'no such image' }]
const holds = [{ resources: ['Service/shop/old'] }]
const silent = [{ node: 'seen' }]

describe('the exit code that a plan foresees', () => {
  for (const [sentence, given, wants] of [
    ['is 0 where all becomes as declared', {}, exits.converged],
    ['is 1 where a call is refused', { failures }, exits.failed],
    ['is 1 where something does not become as declared', { unmet: { 'Service/shop/web': 'NoNodeFits' } }, exits.failed],
    ['is 1 where the loops do not come to rest', { end: 'steps' }, exits.failed],
    ['is 6 where a person has to decide', { unmet: { 'Volume/shop/data': 'VolumeLost' } }, exits.approval],
    ['is 6 where what is missing waits for that', { holds }, exits.approval],
    [
      'is 6 where nothing but what waits for that stays as it was',
      { holds, unmet: { 'Service/shop/old': 'NoNodeFits' } },
      exits.approval,
    ],
    ['is 1 where something else fails as well', { holds, failures }, exits.failed],
    ['is 0 where a host is silent that has no part in it', { silent }, exits.converged],
    ['is 5 where a host was never seen', { silent: [{ node: 'new' }] }, exits.unreachable],
    [
      'is 5 where something is to be deleted, which a silent host may have',
      { silent, deletes: true },
      exits.unreachable,
    ],
    [
      'is 5 where what fits on no node may fit on a silent one',
      { silent, unmet: { 'Service/shop/web': 'NoNodeFits' } },
      exits.unreachable,
    ],
    ['is 1 where a host is silent, and a call is refused on another', { silent, failures }, exits.failed],
  ] as readonly (readonly [string, Case, number])[])
    it(sentence, () => {
      const { store } = aCore('/nowhere')
      store.create('Node', aNode('seen', {}, { engineID: 'E1', engine: {} }))
      store.create('Node', aNode('new'))
      const { unmet = {}, failures = [], end = 'quiet', holds = [], silent = [], deletes = false } = given
      const left = Object.entries(unmet).map(([object, reason]) => ({ object, reason, message: '' }))
      equal(exitOf({ failures, end, unmet: left }, { holds, silent, deletes } as Ending, store), wants)
    })
})
