import { equal } from 'node:assert/strict'
import { lastFailure } from '../../../../controllers/task/plan/last-failure.ts'
import { aContainer, ago, aTask, aTaskView } from '../../../support/builders.ts'

const lastEnd = { exitCode: 3, oomKilled: false }

describe('how a task last failed', () => {
  it('is told by an event that comes after its restart was counted', () => {
    const startedAt = ago(2_000)
    const status = { phase: 'Starting', failures: 1, startedAt, finishedAt: ago(2_100) } as const
    const of = (told: object) => {
      const container = { ...aContainer({ startedAt, finishedAt: ago(2_100) }), ...told }
      return lastFailure(aTaskView({ task: aTask(1, 'r1', status), containers: [container] }), container)
    }
    equal(of({}), undefined)
    equal(of({ lastEnd }), 'it exited with 3')
  })
})
