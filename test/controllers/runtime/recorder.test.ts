import { deepEqual } from 'node:assert/strict'
import { createRecorder, type Said } from '../../../controllers/runtime/recorder.ts'
import { virtualClock } from '../../../clock/virtual.ts'

const ANSWERS: Said = { object: 'Node/a', type: 'Normal', reason: 'EngineAnswers', message: 'engine 28' }
const LOST: Said = { object: 'Node/a', type: 'Warning', reason: 'NodeLost', message: 'no answer' }

describe('a recorder', () => {
  it('tells who watches late what happened before, and then what happens', () => {
    const recorder = createRecorder(virtualClock())
    recorder.record(ANSWERS)
    recorder.record(ANSWERS)
    const told: string[] = []
    const watching = recorder.watch().subscribe(({ reason, count }) => told.push(`${reason} ${count}`))
    recorder.record(LOST)
    recorder.record(ANSWERS)
    watching.unsubscribe()
    recorder.record(LOST)
    deepEqual(told, ['EngineAnswers 2', 'NodeLost 1', 'EngineAnswers 3'])
  })
})
