import { deepEqual } from 'node:assert/strict'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { createRecorder } from '../../../controllers/runtime/recorder.ts'
import { recordReadiness } from '../../../controllers/runtime/readiness.ts'
import { aCore } from '../../cli/local/local-core.ts'

describe('the events of what services stand on', () => {
  const told = (
    kind: 'Node' | 'Volume',
    ...said: readonly [status: 'True' | 'False' | 'Unknown', reason: string][]
  ) => {
    const { store, clock } = aCore('/nowhere')
    const metadata = kind === 'Node' ? { name: 'local' } : { name: 'data', namespace: 'shop' }
    const key = keyOf({ metadata })
    store.create(kind, { apiVersion: API_VERSION, kind, metadata, spec: {} } as never)
    const recorder = createRecorder(clock)
    const end = recordReadiness(store, recorder)
    for (const [index, [status, reason]] of said.entries())
      store.putStatus(kind, key, { conditions: [{ type: 'Ready', status, reason, message: `look ${index}` }] })
    end()
    store.putStatus(kind, key, { conditions: [] })
    return recorder.events().map(({ type, object, reason, message }) => `${type} ${object} ${reason}: ${message}`)
  }

  it('say when an engine answers no more, and when it does again, once each', () => {
    const [up, down] = [['True', 'EngineAnswers'] as const, ['Unknown', 'GraceRunning'] as const]
    deepEqual(told('Node', [...up], [...down], [...down], [...up]), [
      'Warning Node/local GraceRunning: look 1',
      'Normal Node/local EngineAnswers: look 3',
    ])
  })

  it('say nothing of an engine that answers at once, however its first answer falls', () => {
    deepEqual(told('Node', ['Unknown', 'EngineSilent'], ['True', 'EngineAnswers']), [])
    deepEqual(told('Node', ['True', 'EngineAnswers']), [])
  })

  it('say that an engine answers again when it was looked for in between', () => {
    deepEqual(told('Node', ['False', 'NodeLost'], ['Unknown', 'EngineSilent'], ['True', 'EngineAnswers']), [
      'Warning Node/local NodeLost: look 0',
      'Normal Node/local EngineAnswers: look 2',
    ])
  })

  it('say which volume is lost', () => {
    deepEqual(told('Volume', ['True', 'NotNeeded'], ['True', 'Present'], ['False', 'VolumeLost']), [
      'Warning Volume/shop/data VolumeLost: look 2',
    ])
  })

  it('say nothing of what an engine is being asked for', () => {
    deepEqual(told('Volume', ['True', 'NotNeeded'], ['False', 'UnderWay'], ['True', 'Present']), [])
  })

  it('say nothing of all that a silent host has', () => {
    deepEqual(told('Volume', ['True', 'Present'], ['False', 'HostUnreachable'], ['True', 'Present']), [])
    deepEqual(told('Volume', ['False', 'VolumeLost'], ['False', 'HostUnreachable'], ['False', 'VolumeLost']), [
      'Warning Volume/shop/data VolumeLost: look 0',
    ])
  })
})
