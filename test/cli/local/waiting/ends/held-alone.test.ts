import { match, equal } from 'node:assert/strict'
import type { V1Service } from '../../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../../api/v1/kinds.ts'
import { verdictOf } from '../../../../../cli/local/waiting/ends/verdict.ts'
import type { WaitView } from '../../../../../cli/local/waiting/view/wait-view.ts'
import { ago, NOW } from '../../../../support/builders.ts'

function aService(name: string, reason: string): V1Service & { kind: 'Service' } {
  const ready = { type: 'Ready', status: 'False' as const, reason, message: 'it is so', lastTransitionTime: ago(5_000) }
  return {
    ...{ apiVersion: API_VERSION, kind: 'Service', metadata: { name, namespace: 'shop' } },
    spec: { template: {} },
    status: { conditions: [ready], rollout: { state: 'Progressing' } },
  }
}

const fitsNot = [aService('web', 'NoNodeFits'), aService('api', 'WaitingForDependency')]

const view = (holds: WaitView['holds'], objects: WaitView['objects'] = fitsNot): WaitView => ({
  objects,
  ...{ tasks: [], leaving: [], silent: [], holds, since: NOW, now: NOW, isFresh: true, isIdle: true },
})

describe('what waits for approval and fits on no node, with a service that depends on it and waits for none', () => {
  it('ends the wait with the approval', () => {
    const { exit, message } = verdictOf(view([{ message: 'approve 12ab', resources: ['Service/shop/web'] }])) ?? {}
    equal(exit, 6)
    match(message ?? '', /approve 12ab/)
  })

  it('ends it as what fits nowhere where nothing waits for approval', () => equal(verdictOf(view([]))?.exit, 1))
})

describe('what a restored state would begin, and no file has any more', () => {
  const gone = [aService('web', 'WaitingForFile')]

  it('ends the wait with the approval of its deletion', () => {
    const { exit, message } =
      verdictOf(view([{ message: 'approve 12ab', resources: ['Service/shop/web'] }], gone)) ?? {}
    equal(exit, 6)
    match(message ?? '', /approve 12ab/)
  })

  it('is waited for where it goes without one', () => equal(verdictOf(view([], gone)), undefined))
})

describe('tasks that stay where their placement forbids it', () => {
  it('end the wait with what moves them', () => {
    const { exit, remedy } = verdictOf(view([], [aService('web', 'TasksMisplaced')])) ?? {}
    equal(exit, 1)
    match(remedy ?? '', /^allow that node in its placement again, move what its data keeps there as that says, or make/)
  })
})
