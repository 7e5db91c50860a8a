import { deepEqual } from 'node:assert/strict'
import type { V1ResourceReservations, V1Task } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { noRoomFor } from '../../../controllers/scheduler/reservations.ts'
import type { Store } from '../../../store/objects/store.ts'
import { aTask } from '../../support/builders.ts'

describe('whether a task has room on its node for higher reservations', () => {
  const reserving = (slot: number, reservations: V1ResourceReservations): V1Task => {
    const task = aTask(slot, 'r1')
    return { ...task, spec: { ...task.spec, template: { image: 'nginx', resources: { reservations } } } }
  }
  const task = reserving(1, { cpus: 2, memoryBytes: 100 })
  const other = reserving(2, { cpus: 2, memoryBytes: 800 })
  const node = { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'a' }, spec: {} } as const

  for (const { it: sentence, to, beside = [], gone = [], says, looks = true } of [
    { it: 'has what the others leave', to: { cpus: 6, memoryBytes: 100 }, says: undefined },
    { it: 'has no more', to: { cpus: 7 }, says: 'a: it has 6 CPUs left, 7 are reserved' },
    {
      it: 'counts others as they are about to be',
      to: { cpus: 5 },
      beside: [other],
      says: 'a: it has 3 CPUs left, 5 are reserved',
    },
    { it: 'counts none that is about to go', to: { cpus: 7 }, gone: [other], says: undefined },
    { it: 'asks only for what rises', to: { cpus: 3, memoryBytes: 100 }, says: undefined },
    {
      it: 'looks at no other task where nothing rises',
      to: { cpus: 1, memoryBytes: 100 },
      says: undefined,
      looks: false,
    },
  ])
    it(sentence, () => {
      let hasLooked = false
      const by = () => {
        hasLooked = true
        return new Map([task, other].map((each) => [`shop/${each.metadata.name}`, each]))
      }
      const store = { get: () => ({ ...node, status: { cpus: 8, memoryBytes: 850 } }), by } as unknown as Store
      const template = { image: 'nginx', resources: { reservations: to } }
      deepEqual([noRoomFor(task, { to: template, beside, gone }, store), hasLooked], [says, looks])
    })
})
