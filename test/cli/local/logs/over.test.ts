import { equal } from 'node:assert/strict'
import type { V1RolloutStatus, V1Service, V1Task } from '../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { areOver } from '../../../../cli/local/logs/over.ts'
import type { Store } from '../../../../store/objects/store.ts'

type Mode = NonNullable<V1Service['spec']['mode']>

interface Stand {
  readonly mode?: Mode
  readonly state?: V1RolloutStatus['state']
  readonly saidOf?: number
}

function service(name: string, { mode = 'ReplicatedJob', state = 'Completed', saidOf = 2 }: Stand): V1Service {
  return {
    ...{ apiVersion: API_VERSION, kind: 'Service', metadata: { name, namespace: 'shop', generation: 2 } },
    spec: { mode, template: { image: 'a' } },
    status: { observedGeneration: saidOf, rollout: { state } },
  }
}

/** Of each service a task `NAME-1`. */
function holding(services: readonly V1Service[]): Pick<Store, 'get' | 'list'> {
  const tasks = services.map(
    ({ metadata: { name } }): V1Task => ({
      ...{ apiVersion: API_VERSION, kind: 'Task', metadata: { name: `${name}-1`, namespace: 'shop' } },
      spec: { service: name ?? '', slot: 1, template: { image: 'a' } },
    }),
  )
  const all = [...services, ...tasks]
  const list = (kind: string) =>
    new Map(all.filter((each) => each.kind === kind).map((each) => [`shop/${each.metadata.name}`, each]))
  return { list, get: (kind: string, key: string) => list(kind).get(key) } as unknown as Pick<Store, 'get' | 'list'>
}

describe('what is followed', () => {
  const [job, other] = [
    { kind: 'Service', namespace: 'shop', name: 'job' },
    { kind: 'Service', namespace: 'shop', name: 'other' },
  ] as const
  const [task, stack] = [
    { kind: 'Task', namespace: 'shop', name: 'job-1' },
    { kind: 'Stack', name: 'shop' },
  ] as const

  for (const { it: sentence, services, refs, over } of [
    { it: 'is over with a job', services: [service('job', {})], refs: [job], over: true },
    { it: 'is over with a task of it', services: [service('job', {})], refs: [task], over: true },
    {
      it: 'is over with a job that is not tried again',
      services: [service('job', { state: 'Stalled' })],
      refs: [job],
      over: true,
    },
    {
      it: 'is not over while a job works',
      services: [service('job', { state: 'Progressing' })],
      refs: [job],
      over: false,
    },
    {
      it: 'is not over while a job was not looked at',
      services: [service('job', { saidOf: 1 })],
      refs: [job],
      over: false,
    },
    {
      it: 'is never over with a service',
      services: [service('job', { mode: 'Replicated' })],
      refs: [job],
      over: false,
    },
    { it: 'is not over before what is not there yet', services: [], refs: [job], over: false },
    {
      it: 'is not over before all of it is',
      services: [service('job', {}), service('other', { state: 'Progressing' })],
      refs: [job, other],
      over: false,
    },
    {
      it: 'is over with all jobs of a stack',
      services: [service('job', {}), service('other', {})],
      refs: [stack],
      over: true,
    },
    {
      it: 'is not over with a stack that has services',
      services: [service('job', {}), service('other', { mode: 'Global' })],
      refs: [stack],
      over: false,
    },
  ])
    it(sentence, () => equal(areOver(holding(services), refs), over))
})
