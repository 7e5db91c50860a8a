import { deepEqual, equal, match, throws } from 'node:assert/strict'
import type { V1Node, V1Service } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { parseGoal } from '../../../cli/arguments/goal.ts'
import { lateRemedy } from '../../../cli/commands/wait.ts'

const at = '2030-01-01T00:00:00Z'

function service(status: 'True' | 'False', observedGeneration = 2): V1Service {
  const ready = { type: 'Ready', status, reason: 'TasksNotReady', message: '0 of 1 ready' }
  return {
    apiVersion: API_VERSION,
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop', generation: 2 },
    spec: { template: { image: 'nginx' } },
    status: { readyReplicas: 0, conditions: [{ ...ready, observedGeneration, lastTransitionTime: at }] },
  }
}

describe('what can be waited for', () => {
  for (const { goal, object, wants } of [
    { goal: 'condition=Ready', object: service('True'), wants: true },
    { goal: 'condition=ready=true', object: service('True'), wants: true },
    { goal: 'condition=Ready', object: service('False'), wants: false },
    { goal: 'condition=Ready=False', object: service('False'), wants: true },
    { goal: 'condition=Drained', object: service('True'), wants: false },
    { goal: 'condition=Ready', object: undefined, wants: false },
    { goal: "jsonpath='{.status.readyReplicas}'=0".replaceAll("'", ''), object: service('False'), wants: true },
    { goal: 'jsonpath={.status.conditions[?(@.type=="Ready")].status}=False', object: service('False'), wants: true },
    { goal: 'jsonpath=.status.readyReplicas=1', object: service('False'), wants: false },
    { goal: 'jsonpath=.metadata.name', object: service('False'), wants: true },
    { goal: 'jsonpath=.status.nothing', object: service('False'), wants: false },
    { goal: 'delete', object: service('True'), wants: false },
    { goal: 'delete', object: undefined, wants: true },
    { goal: 'create', object: service('True'), wants: true },
    { goal: 'create', object: undefined, wants: false },
  ])
    it(`${goal} is ${wants ? '' : 'not '}reached by ${object ? `Ready ${object.status?.conditions?.[0]?.status}` : 'nothing'}`, () =>
      equal(parseGoal(goal).isReached(object), wants))

  it('takes nothing for true that was said of an older generation', () => {
    equal(parseGoal('condition=Ready').isReached(service('True', 1)), false)
  })

  for (const [reason, goal, wants] of [
    ['TasksStay', 'condition=Drained', true],
    ['TasksThere', 'condition=Drained', false],
    ['TasksStay', 'condition=Ready', false],
    ['TasksStay', 'jsonpath=.status.conditions[0].reason=NoTasks', false],
    ['TasksStay', 'delete', false],
  ] as const)
    it(`${goal} ${wants ? 'waits for a person' : 'may come'} where a node that is not empty says ${reason}`, () => {
      const conditions = [{ type: 'Drained', status: 'False' as const, reason, lastTransitionTime: at }]
      const node: V1Node = { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'b' }, spec: { drain: true } }
      equal(parseGoal(goal).isForPeople({ ...node, status: { conditions } }), wants)
      equal(parseGoal(goal).isForPeople(undefined), false)
    })

  it('says of a node that is not being drained how it would be', () => {
    const node: V1Node = { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'b' }, spec: {} }
    const goal = parseGoal('condition=drained')
    const words = 'it is not being drained: set `drain: true` by `reconcile edit node/b`'
    deepEqual([goal.unset(node), goal.standing(node), goal.isForPeople(node)], [words, words, true])
    const drained = { ...node, spec: { drain: true } }
    for (const none of [goal.unset(drained), goal.unset(undefined), parseGoal('condition=Ready').unset(node)])
      equal(none, undefined)
  })

  for (const [goal, reason, isWorked, wants] of [
    [
      'condition=Drained',
      'TasksThere',
      false,
      /^more time changes nothing there, as nobody works on it: run `reconcile serve`/,
    ],
    ['condition=Drained', 'TasksThere', true, /give it longer with --timeout$/],
    ['condition=Drained', 'TasksStay', false, /^more time changes nothing there: do what it says/],
    ['condition=Ready', 'NotDoneYet', false, /as nobody works on it/],
    ['condition=Ready', 'HealthStarting', false, /give it longer with --timeout$/],
  ] as const)
    it(`${goal} at ${reason}, ${isWorked ? 'worked on' : 'with nobody at work'}, has its remedy at the deadline`, () => {
      const [type = ''] = goal.split('=').slice(1)
      const conditions = [{ type, status: 'False' as const, reason, lastTransitionTime: at }]
      const ref = { kind: 'Node', name: 'b' } as const
      const node: V1Node = { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'b' }, spec: { drain: true } }
      const last = new Map([[ref, { ...node, status: { conditions } }]])
      match(lateRemedy({ goal: parseGoal(goal), left: [ref], last, isWorked }), wants)
    })

  it('says how an object stands', () => {
    equal(parseGoal('condition=ready').standing(service('False')), 'Ready is False, TasksNotReady: 0 of 1 ready')
    equal(parseGoal('condition=Withdrawn').standing(service('False')), 'it has no condition Withdrawn yet')
    equal(parseGoal('jsonpath=.status.readyReplicas=1').standing(service('False')), '.status.readyReplicas is 0')
    equal(parseGoal('delete').standing(service('False')), 'it is there')
  })

  for (const text of ['ready', 'condition=', 'condition=Ready=', 'condition=a=b=c', 'jsonpath=', 'jsonpath=.a='])
    it(`refuses ${text}`, () => throws(() => parseGoal(text), /--for .*: not a/))

  for (const [type, says] of [
    ['Complete', /no condition Complete: a job that completed is Ready$/],
    ['completed', /no condition completed: a job that completed is Ready$/],
    ['Raedy=False', /no condition Raedy; did you mean Ready\?$/],
    ['Other', /no condition Other$/],
  ] as const)
    it(`refuses condition=${type}, which nothing ever has`, () => throws(() => parseGoal(`condition=${type}`), says))
})
