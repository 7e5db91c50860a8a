import { deepEqual } from 'node:assert/strict'
import { aRollout, aTask, ready } from '../../../support/builders.ts'
import { type Given, plan, settled, three, update } from '../../../support/service-plan.ts'

const paused = { message: 'paused by hand' }
const stray = { task: 'web-1-abc', slot: 1, revision: 'r2', node: 'a', id: 'c1' }
const failed = { currentRevision: 'r1', stalledHash: 'r2', updateRevision: 'r2' }

/** As a service is whose only generation was looked at. */
const seen = (given: Given): Given => ({ ...given, status: { ...given.status, observedGeneration: 1 } })

describe('planService of a paused service', () => {
  for (const [what, given] of Object.entries({
    'a first task': {},
    'a task too many': { spec: { replicas: 1 }, status: settled('r2'), tasks: three('r2') },
    'an update': { ...update, spec: { replicas: 3 }, tasks: three('r1') },
    'a predecessor': { ...update, tasks: [aTask(1, 'r1', ready()), aTask(1, 'r2', ready())] },
    'a stop': { tasks: three('r2'), view: { stopped: { message: 'stopped by hand' } } },
    'a retry': { status: { ...failed, rollout: aRollout('r2', { state: 'Stalled' }) }, view: { retry: true } },
    'a container without a task': { view: { adoptable: [stray] } },
    'a container on another node': { tasks: three('r2'), view: { astray: new Map([['web-2-r2', 'b']]) } },
    'a task that is to leave': { tasks: three('r2'), view: { moving: new Map([['web-2-r2', 'drained']]) } },
    'a task whose node is gone': { tasks: three('r2'), view: { forsaken: new Map([['web-2-r2', 'replaced']]) } },
  } satisfies Record<string, Given>))
    it(`does nothing about ${what}`, () => {
      const { view, ...rest }: Given = given
      deepEqual(plan({ ...rest, view: { ...view, paused } }).actions, [])
    })

  for (const { it: sentence, given, says } of [
    { it: 'is Paused before it was rolled out', given: { status: { observedGeneration: 1 } }, says: ['Paused', 'r2'] },
    { it: 'is Paused in an update', given: seen(update), says: ['Paused', 'r2', 'r1'] },
    {
      it: 'is Paused where an update is declared',
      given: seen({ status: settled('r1') }),
      says: ['Paused', 'r2', 'r1'],
    },
    {
      it: 'is Paused where anything is declared',
      given: { status: { ...settled('r2'), observedGeneration: 0 } },
      says: ['Paused', 'r2', 'r2'],
    },
    { it: 'stays as complete as it was', given: seen({ status: settled('r2') }), says: ['Completed', 'r2', 'r2'] },
    {
      it: 'stays as failed as it was',
      given: seen({ status: { ...failed, rollout: aRollout('r2', { state: 'Stalled' }) } }),
      says: ['Stalled', 'r2', 'r1', 'r2'],
    },
    {
      it: 'stays rolled back',
      given: seen({ status: { ...failed, rollout: aRollout('r1', { state: 'RolledBack' }) } }),
      says: ['RolledBack', 'r1', 'r1', 'r2'],
    },
    {
      it: 'is Paused on its way back',
      given: seen({ status: { ...failed, rollout: aRollout('r1', { state: 'RollingBack' }) } }),
      says: ['Paused', 'r1', 'r1', 'r2'],
    },
    {
      it: 'remembers what failed, though something else is declared',
      given: seen({ target: 'r3', status: { ...failed, rollout: aRollout('r2', { state: 'Stalled' }) } }),
      says: ['Paused', 'r3', 'r1', 'r2'],
    },
  ] satisfies { it: string; given: Given; says: string[] }[])
    it(sentence, () => {
      const { rollout, revision, currentRevision, stalledHash } = plan({ ...given, view: { paused } })
      const said = [rollout.state, revision, currentRevision, stalledHash]
      deepEqual(
        said.filter((word) => word !== undefined),
        says,
      )
      deepEqual(rollout.message === paused.message, rollout.state === 'Paused')
    })
})
