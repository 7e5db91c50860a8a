import { equal } from 'node:assert/strict'
import type { V1TaskStatus } from '../../../../api/v1/generated/types.ts'
import { areOver } from '../../../../cli/local/logs/over.ts'
import { askRestart } from '../../../../controllers/service/restart.ts'
import { askRetry } from '../../../../controllers/service/retry.ts'
import type { Store } from '../../../../store/objects/store.ts'
import { aService, aTask, NOW } from '../../../support/builders.ts'
import { aCore } from '../local-core.ts'

type Phase = NonNullable<V1TaskStatus['phase']>

/** A service as its loop saw it, and its tasks. */
interface Stand {
  readonly phases: readonly Phase[]
  readonly desired?: number
  /** How many generations of it its loop has not seen. */
  readonly unseen?: number
}

function holding(services: Readonly<Record<string, Stand>>): Store {
  const { store } = aCore('/nowhere')
  for (const [name, { phases, desired = phases.length, unseen = 0 }] of Object.entries(services)) {
    const { metadata, ...service } = aService({ replicas: 3 })
    const { generation = 0 } = store.create('Service', { ...service, metadata: { ...metadata, name } }).metadata
    const status = { desiredReplicas: desired, observedGeneration: generation - unseen }
    store.putStatus('Service', `shop/${name}`, status)
    for (const [index, phase] of phases.entries()) {
      const { metadata: own, spec, ...task } = aTask(index + 1, 'a')
      const named = { ...own, name: `${name}-${index + 1}` }
      store.create('Task', { ...task, metadata: named, spec: { ...spec, service: name } })
      store.putStatus('Task', `shop/${named.name}`, { phase })
    }
  }
  return store
}

const job = { kind: 'Service', namespace: 'shop', name: 'job' } as const
const other = { ...job, name: 'other' }
const second = { kind: 'Task', namespace: 'shop', name: 'job-2' } as const
const stack = { kind: 'Stack', name: 'shop' } as const
const done = { phases: ['Completed', 'Failed'] } as const

describe('what is followed', () => {
  for (const { it: sentence, of, refs = [job], over, asked = () => undefined } of [
    { it: 'is over when every task has reached its outcome', of: { job: done }, over: true },
    { it: 'goes on while one runs', of: { job: { phases: ['Completed', 'Running'] } }, over: false },
    { it: 'goes on while one is tried again', of: { job: { phases: ['Completed', 'Starting'] } }, over: false },
    { it: 'goes on while more are wanted than there are', of: { job: { ...done, desired: 3 } }, over: false },
    { it: 'goes on while a change was not looked at', of: { job: { ...done, unseen: 1 } }, over: false },
    {
      it: 'goes on while a restart is to come',
      of: { job: done },
      asked: (store: Store) => askRestart(store, 'shop/job', NOW),
      over: false,
    },
    {
      it: 'goes on while another try is to come',
      of: { job: done },
      asked: (store: Store) => askRetry(store, 'shop/job'),
      over: false,
    },
    { it: 'goes on where there are no tasks', of: { job: { phases: [] } }, over: false },
    { it: 'goes on where nothing is yet', of: {}, over: false },
    { it: 'is over with one task', of: { job: { phases: ['Running', 'Completed'] } }, refs: [second], over: true },
    { it: 'is over with a task that is gone', of: { job: { phases: ['Running'] } }, refs: [second], over: true },
    {
      it: 'goes on until all of it is over',
      of: { job: done, other: { phases: ['Running'] } },
      refs: [job, other],
      over: false,
    },
    { it: 'is over with a whole stack', of: { job: done, other: done }, refs: [stack], over: true },
    { it: 'goes on with a stack', of: { job: done, other: { phases: ['Running'] } }, refs: [stack], over: false },
  ] satisfies readonly {
    it: string
    of: Readonly<Record<string, Stand>>
    refs?: Parameters<typeof areOver>[1]
    asked?: (store: Store) => void
    over: boolean
  }[])
    it(sentence, () => {
      const store = holding(of)
      asked(store)
      equal(areOver(store, refs), over)
    })
})
