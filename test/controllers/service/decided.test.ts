import { deepEqual } from 'node:assert/strict'
import type { V1Task } from '../../../api/v1/generated/types.ts'
import { dueOf } from '../../../controllers/service/decided.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import { aService, aTask } from '../../support/builders.ts'

const decided = aService({}, { observedGeneration: 1 })
const undecided = aService({}, {})

const task = aTask(1, 'r1')
const onA: V1Task = { ...task, spec: { ...task.spec, node: 'a' } }

describe('what is due of what is planned for tasks', () => {
  const makes = { do: 'create', node: 'a' }
  const elsewhere = { do: 'create', node: 'b' }
  const keeps = { do: 'keep', node: 'c' }

  for (const { it: sentence, service, planned = [makes], concerned = true, wants } of [
    { it: 'is what is made once it is decided that a task stays', service: decided, wants: [makes] },
    { it: 'is nothing that is made before that', service: undecided, wants: [] },
    { it: 'is all else before that', service: undecided, planned: [makes, keeps], wants: [keeps] },
    {
      it: 'is nothing that is made where no such task is',
      service: decided,
      planned: [makes, elsewhere],
      wants: [makes],
    },
    {
      it: 'is what is made for a service that nobody decides of here',
      service: undecided,
      concerned: false,
      wants: [makes],
    },
  ])
    it(sentence, () => {
      const users = new Map([['web-1', onA]])
      const ports = { store: { get: () => service }, concerns: () => concerned } as unknown as Ports
      deepEqual(dueOf(planned, users, ports), wants)
    })
})
