import { deepEqual, equal } from 'node:assert/strict'
import {
  type AdoptionView,
  type FoundContainer,
  planTaking,
  surplusOf,
  waitingTask,
} from '../../../controllers/adoption/plan.ts'
import { aTask, specified } from '../../support/builders.ts'

const ofCompose = (number: number, more: Partial<FoundContainer> = {}): FoundContainer => ({
  ...{ node: 'a', id: `c${number}`, name: `shop-web-${number}`, number, isRunning: true },
  ...{ created: '2030-01-01T00:00:00Z', ...more },
})
const plain = (name: string, more: Partial<FoundContainer> = {}): FoundContainer => {
  const { number: _, ...rest } = ofCompose(1, { id: name, name, ...more })
  return rest
}

interface Given extends Partial<AdoptionView> {
  /** Tasks that have a container of ours. */
  readonly filled?: readonly string[]
}

function view({ filled = [], ...more }: Given): AdoptionView {
  const names = new Map([1, 2, 3].map((slot) => [`shop-web-${slot}`, slot]))
  return {
    ...{ found: [], tasks: [], arriving: new Set<number>(), slotNamed: (name) => names.get(name) },
    ...{ hasContainer: ({ metadata }) => filled.includes(metadata.name), ...more },
  }
}

const task = aTask(1, 'r1')

describe('which containers of others a service takes over', () => {
  for (const { it: sentence, given, wants } of [
    {
      it: 'each by the number that Compose gave it, beyond what is wanted too',
      given: { found: [ofCompose(7), ofCompose(2)] },
      wants: ['c2 2', 'c7 7'],
    },
    { it: 'one that only has the name of a slot', given: { found: [plain('shop-web-3')] }, wants: ['shop-web-3 3'] },
    { it: 'none that only has another name', given: { found: [plain('web')] }, wants: [] },
    {
      it: 'of two for one slot the one that runs',
      given: {
        found: [ofCompose(1, { id: 'old', isRunning: false }), ofCompose(1, { id: 'new', name: 'x_shop-web-1' })],
      },
      wants: ['new 1'],
    },
    {
      it: 'of two that run the one with the name of the slot',
      given: { found: [ofCompose(1, { id: 'other', name: 'shop_web_1' }), ofCompose(1)] },
      wants: ['c1 1'],
    },
    {
      it: 'of two alike the older',
      given: { found: [plain('shop-web-1', { id: 'b', created: '2030-01-02T00:00:00Z' }), ofCompose(1)] },
      wants: ['c1 1'],
    },
    {
      it: 'none for a slot that has a container of ours',
      given: { found: [ofCompose(1)], tasks: [task], filled: [task.metadata.name] },
      wants: [],
    },
    {
      it: 'none for a slot of which a container was taken a moment ago, and has no task yet',
      given: { found: [ofCompose(1), ofCompose(2)], arriving: new Set([1]) },
      wants: ['c2 2'],
    },
    { it: 'one for a slot whose task has none', given: { found: [ofCompose(1)], tasks: [task] }, wants: ['c1 1'] },
    {
      it: 'none for a slot whose task has ended',
      given: { found: [ofCompose(1)], tasks: [aTask(1, 'r1', { phase: 'Completed' })] },
      wants: [],
    },
    {
      it: 'one on each node where the service runs once on each',
      given: {
        found: [ofCompose(1), ofCompose(1, { id: 'b', node: 'b' })],
        slotOn: (node: string) => (node === 'a' ? 4 : 5),
      },
      wants: ['c1 4', 'b 5'],
    },
  ] as readonly { it: string; given: Given; wants: string[] }[])
    it(sentence, () =>
      deepEqual(
        planTaking(view(given)).map(({ found, slot }) => `${found.id} ${slot}`),
        wants,
      ),
    )

  for (const { it: sentence, given, revision = 'r1', waits } of [
    { it: 'is taken for the task that waits for it', given: {}, waits: true },
    { it: 'is not taken for one of another revision', given: {}, revision: 'r2', waits: false },
    { it: 'is not taken for one of another slot', given: { tasks: [aTask(2, 'r1')] }, waits: false },
    { it: 'is not taken for one that has its own', given: { filled: [task.metadata.name] }, waits: false },
    {
      it: 'is not taken for one on another node',
      given: { tasks: [specified(task, { node: 'b' })] },
      waits: false,
    },
    {
      it: 'is not taken for one that is to go',
      given: { tasks: [specified(task, { desiredState: 'Removed' })] },
      waits: false,
    },
  ] as readonly { it: string; given: Given; revision?: string; waits: boolean }[])
    it(sentence, () => {
      const given2 = view({ tasks: [task], ...given })
      equal(waitingTask({ found: ofCompose(1), slot: 1 }, revision, given2) !== undefined, waits)
    })
})

describe('which of the containers that are taken are stopped', () => {
  const taken = (...slots: readonly number[]) => slots.map((slot) => ({ slot, found: ofCompose(slot) }))
  const ended = { slot: 1, found: ofCompose(1, { isRunning: false }) }
  const rows = [
    ['none where as many are wanted', surplusOf(taken(1, 2), 2, 0), []],
    ['those with the highest numbers', surplusOf(taken(3, 7, 1), 2, 0), [7]],
    ['one that does not run before one that does', surplusOf([ended, ...taken(2, 3)], 2, 0), [1]],
    ['all beyond what there is already', surplusOf(taken(3, 4), 2, 1), [4]],
    ['all where none is wanted', surplusOf(taken(1, 2), 0, 0), [1, 2]],
  ] as const
  for (const [sentence, surplus, slots] of rows) it(sentence, () => deepEqual([...surplus], slots))
})
