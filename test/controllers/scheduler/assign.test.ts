import { deepEqual } from 'node:assert/strict'
import { assign } from '../../../controllers/scheduler/assign.ts'
import { aTask } from '../../support/builders.ts'

describe('assign', () => {
  for (const { it: sentence, nodes, before, wants } of [
    { it: 'gives nodes in their order to tasks that replace none', nodes: ['a', 'b', 'a'], before: {}, wants: 'a b a' },
    { it: 'gives a task the node of its predecessor', nodes: ['a', 'b'], before: { 1: 'b', 2: 'a' }, wants: 'b a' },
    { it: 'gives what is left to the others', nodes: ['a', 'b', 'a'], before: { 3: 'b' }, wants: 'a a b' },
    { it: 'leaves out one whose predecessor is elsewhere', nodes: ['a'], before: { 1: 'b', 2: 'a' }, wants: '- a' },
    { it: 'gives no node twice', nodes: ['a', 'b'], before: { 1: 'a', 2: 'a' }, wants: 'a b' },
  ] as const)
    it(sentence, () => {
      const tasks = wants.split(' ').map((_, index) => aTask(index + 1, 'r1'))
      const nodesBefore: Readonly<Record<number, string>> = before
      const assigned = assign(tasks, nodes, ({ spec }) => nodesBefore[spec.slot])
      deepEqual(tasks.map((task) => assigned.get(task) ?? '-').join(' '), wants)
    })
})
