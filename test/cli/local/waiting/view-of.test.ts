import { deepEqual } from 'node:assert/strict'
import { annotations } from '../../../../api/v1/labels.ts'
import { awaitedIn } from '../../../../cli/local/waiting/view-of.ts'
import { aTask } from '../../../support/builders.ts'
import { aCore } from '../local-core.ts'

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
