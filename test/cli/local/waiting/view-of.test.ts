import { deepEqual } from 'node:assert/strict'
import { annotations } from '../../../../api/v1/labels.ts'
import { awaitedIn, viewOf } from '../../../../cli/local/waiting/view-of.ts'
import { aTask } from '../../../support/builders.ts'
import { aCore, loopsAtRest } from '../local-core.ts'

/** The tasks that are waited for, of one that is to go and whose status has this reason. */
function awaited(reason: string, isEvicted: boolean): readonly string[] {
  const core = aCore('/nowhere')
  const task = aTask(1, 'r1', { phase: 'Unknown', reason })
  const noted = isEvicted ? { annotations: { [annotations.evicted]: 'true' } } : {}
  const spec = { ...task.spec, desiredState: 'Removed' as const }
  core.store.create('Task', { ...task, spec, metadata: { ...task.metadata, ...noted } })
  const { tasks } = awaitedIn(core, { stacks: ['shop'], leaving: [], uids: new Map(), signal: AbortSignal.abort() })
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
