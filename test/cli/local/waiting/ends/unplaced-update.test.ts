import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1RolloutStatus, V1Task } from '../../../../../api/v1/generated/types.ts'
import { API_VERSION, type ObjectOf } from '../../../../../api/v1/kinds.ts'
import { verdictOf } from '../../../../../cli/local/waiting/ends/verdict.ts'
import type { WaitView } from '../../../../../cli/local/waiting/view/wait-view.ts'
import { ago, NOW } from '../../../../support/builders.ts'

const WORDS = 'no node fits: local: its port 80 is held by blog/web-1'

function aTask(name: string, reason: string, { forMs = 5_000, node }: { forMs?: number; node?: string } = {}): V1Task {
  const isReady = reason === 'Running'
  return {
    apiVersion: API_VERSION,
    kind: 'Task',
    metadata: { name, namespace: 'shop', creationTimestamp: ago(forMs) },
    spec: { service: 'web', slot: 1, template: {}, ...(node === undefined ? {} : { node }) },
    status: {
      ...{ phase: isReady ? 'Running' : 'Pending', reason, message: WORDS },
      conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }],
    },
  }
}

/** A service whose old task is ready, and whose new one is to come. */
function aService(rollout: V1RolloutStatus, failureAction: 'Pause' | 'Rollback' = 'Pause'): ObjectOf {
  return {
    apiVersion: API_VERSION,
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop', generation: 2 },
    spec: { template: {}, updateStrategy: { failureAction } },
    status: {
      ...{ observedGeneration: 2, rollout, currentRevision: 'r1', updateRevision: 'r2' },
      conditions: [
        { type: 'Ready', status: 'False', reason: 'RollingOut', message: WORDS, lastTransitionTime: ago(5_000) },
      ],
    },
  }
}

const old = aTask('web-1-r1', 'Running', { node: 'local' })
const unplaced = aTask('web-1-r2', 'NoNodeFits')
const rolling = { state: 'Progressing' } as const

function verdict(more: Partial<WaitView>) {
  const now = { since: NOW - 5_000, now: NOW, isFresh: true, isIdle: true }
  return verdictOf({
    ...{ objects: [aService(rolling)], tasks: [old, unplaced], leaving: [], silent: [], holds: [], ...now, ...more },
  })
}

describe('an update whose next task fits on no node, while the one before runs', () => {
  it('ends the wait once nothing else is left to do', () => {
    const { exit, message, remedy } = verdict({}) ?? {}
    deepEqual([exit, message], [1, `Service shop/web: ${WORDS}`])
    match(
      remedy ?? '',
      /^correct what it asks of its node, make room on one or end its drain, or declare one that fits,/,
    )
  })

  const open: readonly (readonly [string, Partial<WaitView>])[] = [
    ['work goes on that may make room', { isIdle: false }],
    [
      'a task ends that may make room',
      { tasks: [unplaced, { ...old, spec: { ...old.spec, desiredState: 'Removed' } }] },
    ],
    ['another task of it comes up', { tasks: [old, unplaced, aTask('web-2-r2', 'Creating', { node: 'local' })] }],
    ['it has just begun', { tasks: [old, aTask('web-1-r2', 'NoNodeFits', { forMs: 500 })] }],
    ['it is to be rolled back', { objects: [aService({ ...rolling, updated: 1 }, 'Rollback')] }],
  ]
  for (const [words, view] of open) it(`goes on while ${words}`, () => equal(verdict(view), undefined))
})
