import { deepEqual } from 'node:assert/strict'
import { progressLine } from '../../../../cli/output/progress-lines.ts'
import { type StatesView, stateEvents } from '../../../../cli/local/waiting/state-events.ts'
import { aNode, aService, aTask, aVolume } from '../../../support/builders.ts'

const because = 'no engine listens on unix:///a.sock; is dockerd running? (connect ENOENT /a.sock)'

describe('what is told of how objects stand', () => {
  it('has why a host does not answer once, before what waits for it', () => {
    const ready = (message: string) => ({
      conditions: [{ type: 'Ready', status: 'False' as const, reason: 'HostUnreachable', message }],
    })
    const view: StatesView = {
      objects: [
        aService({}, ready(`0 of 2 ready; web-1: n1 does not answer: ${because}`)),
        { ...aNode('n1'), status: ready(`it does not answer: ${because}`) },
      ],
      tasks: [],
      silent: [{ node: 'n1', because, forMs: 1 }],
      now: 0,
    }
    deepEqual(
      [...stateEvents(view, new Map())].map((event) => progressLine(event)),
      [
        `Node/n1 Waiting HostUnreachable: it does not answer: ${because}`,
        'Service/shop/web Progressing HostUnreachable: 0 of 2 ready; web-1: n1 does not answer',
      ],
    )
  })

  it('is that a task is gone once it is, not where it is waited for no more', () => {
    const said = new Map()
    const view: StatesView = { objects: [], tasks: [aTask(1, 'r1')], silent: [], now: 0 }
    const states = (more: Partial<StatesView>) => [...stateEvents({ ...view, ...more }, said)].map(({ state }) => state)
    deepEqual(states({}), ['Pending'])
    deepEqual(states({ tasks: [], isThere: () => true }), [])
    deepEqual(states({ tasks: [], isThere: () => false }), ['Gone'])
  })

  it('is nothing of a volume that is well, but that others made it', () => {
    const volume = (reason: string) =>
      aVolume({}, { conditions: [{ type: 'Ready', status: 'True', reason, message: 'so it is' }] })
    const lines = (reason: string) => {
      const view: StatesView = { objects: [volume(reason)], tasks: [], silent: [], now: 0 }
      return [...stateEvents(view, new Map())].map((event) => progressLine(event))
    }
    deepEqual(lines('Present'), [])
    deepEqual(lines('MadeByOthers'), ['Volume/shop/data Ready MadeByOthers: so it is'])
  })
})
