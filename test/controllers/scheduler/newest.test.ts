import { deepEqual } from 'node:assert/strict'
import type { V1RolloutStatus, V1TaskSpec } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { seededRandom } from '../../../clock/random.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { outgoingBeside } from '../../../controllers/scheduler/newest.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'
import { NOW } from '../../support/builders.ts'

type RolloutState = NonNullable<V1RolloutStatus['state']>

interface Given {
  readonly service: string
  readonly spec: Partial<V1TaskSpec>
}

const onA: Given = { service: 'db', spec: { node: 'a' } }

describe('tasks of other services that go, and are not told to yet', () => {
  /** Of tasks that were made one after the other. */
  async function outgoing(
    tasks: readonly Given[],
    { service = 'shop/web', state = 'Progressing' as RolloutState } = {},
  ) {
    const [clock, random] = [virtualClock({ start: NOW }), seededRandom(1)]
    const store = createStore({ clock, random, storage: memoryStorage({ clock, random }), state: new Map() })
    const template = { image: 'nginx' }
    for (const name of ['a', 'b'])
      store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name }, spec: { engine: {} } })
    for (const name of ['db', 'web']) {
      const metadata = { namespace: 'shop', name }
      store.create('Service', { apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template } })
      store.putStatus('Service', `shop/${name}`, { rollout: { state } })
    }
    tasks.forEach(({ service: of, spec }, index) => {
      const metadata = { namespace: 'shop', name: `${of}-${index}` }
      const whole = { service: of, slot: 1, revision: 'r', template, desiredState: 'Running' as const, ...spec }
      clock.after(index, () => store.create('Task', { apiVersion: API_VERSION, kind: 'Task', metadata, spec: whole }))
    })
    await clock.runUntilQuiet({ until: NOW + 1_000, steps: 100 })
    return Object.fromEntries(outgoingBeside(service, store))
  }

  for (const { it: sentence, tasks, wants, beside } of [
    { it: 'are none without a successor', tasks: [onA], wants: {} },
    { it: 'are those that have a successor', tasks: [onA, { ...onA, spec: { node: 'b' } }], wants: { a: 1 } },
    { it: 'are those too whose successor has no node yet', tasks: [onA, { ...onA, spec: {} }], wants: { a: 1 } },
    {
      it: 'are none that are told to go',
      tasks: [{ ...onA, spec: { node: 'a', desiredState: 'Shutdown' as const } }, onA],
      wants: {},
    },
    {
      it: 'are none whose successor is told to go',
      tasks: [onA, { ...onA, spec: { node: 'b', desiredState: 'Shutdown' as const } }],
      wants: {},
    },
    { it: 'are not of the service itself', tasks: [onA, onA], beside: { service: 'shop/db' }, wants: {} },
    {
      it: 'are none where the rollout stands',
      tasks: [onA, { ...onA, spec: {} }],
      beside: { state: 'Stalled' as const },
      wants: {},
    },
  ])
    it(sentence, async () => deepEqual(await outgoing(tasks, beside), wants))
})
