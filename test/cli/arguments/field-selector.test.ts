import { equal, throws } from 'node:assert/strict'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { selectedLabels } from '../../../api/v1/installation/selector.ts'
import { parseFieldSelector } from '../../../cli/arguments/field-selector.ts'

const task = {
  kind: 'Task',
  metadata: { name: 'web-1', labels: { own: 'a', both: 'task' } },
  spec: { node: 'local', slot: 1, template: { image: 'x', labels: { app: 'web', both: 'template' } } },
  status: { phase: 'Running' },
} as unknown as ObjectOf

describe('a field selector', () => {
  for (const [text, selects] of [
    ['', true],
    ['status.phase=Running', true],
    ['status.phase==Running,spec.node!=other', true],
    ['status.phase!=Running', false],
    ['spec.slot=1', true],
    ['status.reason=', true],
    ['metadata.name=web', false],
    ['metadata.labels.own = a', true],
  ] as const)
    it(`${text} ${selects ? 'selects' : 'does not select'} it`, () => equal(parseFieldSelector(text)(task), selects))

  it('is refused where it is no condition', () => throws(() => parseFieldSelector('status.phase'), /is no condition/))
})

describe('the labels that an object is selected by', () => {
  it('are its own, over those of the containers that it stands for', () =>
    equal(JSON.stringify(selectedLabels(task)), '{"app":"web","both":"task","own":"a"}'))
})
