import { deepEqual } from 'node:assert/strict'
import { ago, aRollout, aTask, ready, specified } from '../../support/builders.ts'
import { brief, type Given, plan, settled, three, update, waits } from '../../support/service-plan.ts'

const held = { message: 'rollouts paused by hand' }
const old = [2, 3].map((slot) => aTask(slot, 'r1', ready()))
const inWork = { currentRevision: 'r1', rollout: aRollout('r2', { state: 'Paused' }) }
const late = { progressedAt: ago(900_000), startedAt: ago(900_000) }

interface Row {
  readonly it: string
  readonly given: Given
  readonly wants: readonly string[]
  readonly state: string
}

const rows: readonly Row[] = [
  { it: 'begins with no slot', given: { ...update, tasks: three('r1') }, wants: [], state: 'Paused' },
  {
    it: 'takes the old task away whose successor is prepared',
    given: { status: inWork, tasks: [aTask(1, 'r1', ready()), aTask(1, 'r2', waits), ...old] },
    wants: ['retire web-1-r1'],
    state: 'Paused',
  },
  {
    it: 'fills a slot with what ran before',
    given: { status: inWork, tasks: [aTask(1, 'r2', ready()), ...old.slice(0, 1)] },
    wants: ['create 3 r1'],
    state: 'Paused',
  },
  {
    it: 'fills a slot again with the new revision that it had',
    given: {
      status: inWork,
      tasks: [specified(aTask(1, 'r2', ready()), { desiredState: 'Removed' }), ...old],
    },
    wants: ['create 1 r2 again'],
    state: 'Paused',
  },
  {
    it: 'knows no deadline',
    given: {
      status: { currentRevision: 'r1', rollout: aRollout('r2', { ...late, state: 'Paused' }) },
      tasks: three('r1'),
    },
    wants: [],
    state: 'Paused',
  },
  {
    it: 'turns back for no failure',
    given: {
      spec: { replicas: 3, updateStrategy: { failureAction: 'Rollback' } },
      status: inWork,
      tasks: [aTask(1, 'r2', { phase: 'Failed' }), ...old],
    },
    wants: [],
    state: 'Paused',
  },
  {
    it: 'does not restart',
    given: { status: settled('r2'), tasks: three('r2'), view: { held, restart: ago(1_000) } },
    wants: [],
    state: 'Paused',
  },
  {
    it: 'is complete when all slots are as they are to be',
    given: { status: inWork, tasks: three('r2') },
    wants: [],
    state: 'Completed',
  },
  { it: 'stays complete', given: { status: settled('r2'), tasks: three('r2') }, wants: [], state: 'Completed' },
  {
    it: 'goes on with a first deployment',
    given: { tasks: [] },
    wants: ['create 1 r2', 'create 2 r2', 'create 3 r2'],
    state: 'Progressing',
  },
]

describe('planService while rollouts are paused', () => {
  for (const { it: sentence, given, wants, state } of rows)
    it(sentence, () => {
      const { actions, rollout } = plan({ spec: { replicas: 3 }, view: { held }, ...given })
      deepEqual([actions.map(brief), rollout.state], [wants, state])
    })

  it('counts the time of the pause for no time without progress', () => {
    const status = { currentRevision: 'r1', rollout: aRollout('r2', { ...late, state: 'Paused' }) }
    const { rollout } = plan({ spec: { replicas: 3 }, status, tasks: three('r1') })
    deepEqual([rollout.state, rollout.progressedAt], ['Progressing', ago(0)])
  })
})
