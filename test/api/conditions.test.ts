import { deepEqual, equal } from 'node:assert/strict'
import { getCondition, isTrue, removeCondition, setCondition } from '../../api/v1/conditions.ts'

const NOON = Date.UTC(2026, 0, 1, 12)

describe('conditions', () => {
  it('are added with the time of now', () => {
    deepEqual(setCondition(undefined, { type: 'Ready', status: 'True' }, NOON), [
      { type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T12:00:00.000Z' },
    ])
  })

  it('keep their time when only reason or message change', () => {
    const first = setCondition([], { type: 'Ready', status: 'False', reason: 'A' }, NOON)
    const second = setCondition(first, { type: 'Ready', status: 'False', reason: 'B' }, NOON + 5000)
    deepEqual(second, [{ type: 'Ready', status: 'False', reason: 'B', lastTransitionTime: '2026-01-01T12:00:00.000Z' }])
  })

  it('take a new time when the status flips', () => {
    const first = setCondition([], { type: 'Ready', status: 'False' }, NOON)
    const second = setCondition(first, { type: 'Ready', status: 'True' }, NOON + 5000)
    equal(second[0]?.lastTransitionTime, '2026-01-01T12:00:05.000Z')
  })

  it('are the same list when nothing changes, so that nothing is written', () => {
    const list = setCondition(
      [],
      { type: 'Ready', status: 'True', reason: 'A', message: 'm', observedGeneration: 2 },
      NOON,
    )
    equal(
      setCondition(list, { type: 'Ready', status: 'True', reason: 'A', message: 'm', observedGeneration: 2 }, NOON + 1),
      list,
    )
    equal(removeCondition(list, 'Other'), list)
  })

  it('are read by type', () => {
    const list = setCondition([], { type: 'Ready', status: 'True' }, NOON)
    equal(getCondition(list, 'Ready')?.status, 'True')
    equal(isTrue(list, 'Ready'), true)
    equal(isTrue(undefined, 'Ready'), false)
    deepEqual(removeCondition(list, 'Ready'), [])
  })
})
