import { deepEqual, equal } from 'node:assert/strict'
import type { V1Stack, V1Task, V1TaskStatus } from '../../../api/v1/generated/types.ts'
import { API_VERSION, type ObjectOf } from '../../../api/v1/kinds.ts'
import { standingOf } from '../../../cli/status/standing.ts'
import { ago, aService, aTask, specified } from '../../support/builders.ts'

const lastTransitionTime = ago(60_000)
const refused = 'it is not wanted any more; stop container web on a: permission denied'
const going = (status: V1TaskStatus): V1Task => specified(aTask(2, 'r1', status), { desiredState: 'Removed' })
const failing = (reason: string): V1TaskStatus => ({
  ...{ reason, message: refused },
  conditions: [{ type: 'CallFailing', status: 'True', reason: 'CallFailed', message: '', lastTransitionTime }],
})
const service = (status: 'True' | 'False', reason: string): ObjectOf =>
  aService({}, { conditions: [{ type: 'Ready', status, reason, message: reason, lastTransitionTime }] }) as ObjectOf
const well = service('True', 'AllReady')
const stack: V1Stack = { apiVersion: API_VERSION, kind: 'Stack', metadata: { name: 'shop' }, spec: {} }

function standing(object: ObjectOf, task: V1Task, isWorked = true) {
  const notes = { holds: [], pending: [], problems: [] }
  return standingOf({ nodes: [], stacks: [stack], objects: [object], tasks: [task], notes, isWorked })
}

describe('the standing of a stack of which a task is not as it is to be, while its services are', () => {
  for (const { what, task, of = well, troubles, exit } of [
    {
      what: 'one that is to go, and that its engine does not stop',
      task: going(failing('Stopping')),
      troubles: [['Failed', 'CallFailed', refused]],
      exit: 1,
    },
    {
      what: 'one that is to go before another one of its service comes, and that its engine does not stop',
      task: going(failing('Stopping')),
      of: service('False', 'WaitingForPredecessor'),
      troubles: [
        ['Failed', 'CallFailed', refused],
        ['Progressing', 'WaitingForPredecessor', 'WaitingForPredecessor'],
      ],
      exit: 1,
    },
    {
      what: 'one that runs, and that its engine does not put right',
      task: aTask(1, 'r1', failing('Drift')),
      troubles: [['Failed', 'CallFailed', refused]],
      exit: 1,
    },
    {
      what: 'one that is being stopped',
      task: going({ reason: 'Stopping', message: 'it stops' }),
      troubles: [['Progressing', 'Stopping', 'it stops']],
      exit: 0,
    },
    {
      what: 'one on a host that does not answer, of which its node tells',
      task: going({ reason: 'HostUnreachable', message: 'a does not answer' }),
      troubles: [],
      exit: 0,
    },
    { what: 'one that runs well', task: aTask(1, 'r1', { reason: 'Running' }), troubles: [], exit: 0 },
    {
      what: 'one that comes up, of which its service tells',
      task: aTask(1, 'r1', failing('Creating')),
      of: service('False', 'Creating'),
      troubles: [['Progressing', 'Creating', 'Creating']],
      exit: 0,
    },
  ])
    it(`has ${what}`, () => {
      const { stacks, exit: ended } = standing(of, task)
      deepEqual(
        stacks[0]?.troubles.map(({ state, reason, message }) => [state, reason, message]),
        troubles,
      )
      equal(ended, exit)
    })

  it('is left undone where nobody works on what is to go', () => {
    const { exit, unattended } = standing(
      well,
      going({ reason: 'NotDoneYet', message: 'nothing works on that' }),
      false,
    )
    deepEqual([exit, unattended], [1, true])
  })
})
