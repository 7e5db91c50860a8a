import { deepEqual } from 'node:assert/strict'
import { annotations } from '../../../../../api/v1/labels.ts'
import { awaitedIn, viewOf } from '../../../../../cli/local/waiting/view/view-of.ts'
import { aNode, aTask } from '../../../../support/builders.ts'
import { aCore, loopsAtRest } from '../../local-core.ts'

/** The tasks that are waited for, of one that is to go and whose status has this reason. */
function awaited(reason: string, isEvicted: boolean, node?: { readonly reason: string }): readonly string[] {
  const core = aCore('/nowhere')
  const conditions = [{ type: 'Ready', status: 'False' as const, reason: node?.reason ?? '' }]
  core.store.create('Node', aNode('a', {}, { conditions }))
  const task = aTask(1, 'r1', { phase: 'Unknown', reason })
  const noted = isEvicted ? { annotations: { [annotations.evicted]: 'true' } } : {}
  const spec = { ...task.spec, desiredState: 'Removed' as const }
  core.store.create('Task', { ...task, spec, metadata: { ...task.metadata, ...noted } })
  const wait = { stacks: ['shop'], leaving: [], uids: new Map(), signal: AbortSignal.abort() }
  const { tasks } = awaitedIn(core, { ...wait, ...(node ? { leavesLost: true } : {}) })
  return tasks.map(({ metadata }) => metadata.name)
}

describe('a task that is to go', () => {
  const waits = [aTask(1, 'r1').metadata.name]
  for (const [what, reason, isEvicted, expected] of [
    ['waited for while its host is silent, as it may run there', 'HostUnreachable', false, waits],
    ['not waited for while its host is silent, where another runs in its place', 'HostUnreachable', true, []],
    ['waited for once its host is back', 'Stopping', true, waits],
  ] as const)
    it(`is ${what}`, () => deepEqual(awaited(reason, isEvicted), expected))

  for (const [what, reason, node, expected] of [
    ['not waited for on a node that is lost', 'HostUnreachable', 'NodeLost', []],
    ['waited for within the grace of its node', 'HostUnreachable', 'GraceRunning', waits],
    ['waited for once its host is back', 'Stopping', 'NodeLost', waits],
  ] as const)
    it(`is ${what}, where it was asked to begin elsewhere`, () =>
      deepEqual(awaited(reason, false, { reason: node }), expected))
})

describe('what waits for approval', () => {
  it('is of a stack, and not the node of its name', () => {
    const core = aCore('/nowhere')
    for (const [id, resource] of [
      ['ab12', 'Service/shop/web'],
      ['cd34', 'Node/shop'],
    ] as const)
      core.store.putFact('hold', id, {
        id,
        root: '/srv',
        reason: 'LossesNeedApproval',
        resources: [resource],
        message: '',
      })
    const wait = { stacks: ['shop'], leaving: [], uids: new Map(), signal: AbortSignal.abort() }
    const found = { awaited: awaitedIn(core, wait), aside: new Set<string>(), refusals: new Map() }
    const now = { isFresh: true, isIdle: true, since: 0, deadline: 0 }
    const { holds } = viewOf(core, loopsAtRest(), { ...wait, ...found, ...now })
    deepEqual(
      holds.map(({ resources }) => resources),
      [['Service/shop/web']],
    )
  })
})
