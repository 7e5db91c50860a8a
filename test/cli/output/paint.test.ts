import { deepEqual, equal } from 'node:assert/strict'
import { stripVTControlCharacters } from 'node:util'
import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { rowOf } from '../../../cli/output/object-rows.ts'
import { paint } from '../../../cli/output/paint.ts'
import { paintPlan } from '../../../cli/output/paint-plan.ts'
import { outcomeLines } from '../../../cli/output/progress-lines.ts'
import { table } from '../../../cli/output/table.ts'
import { textWidth } from '../../../cli/output/text-width.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'

/** Colours as words, to be read. */
const words = {
  ...{ good: (text: string) => `<good ${text}>`, busy: (text: string) => `<busy ${text}>` },
  ...{ bad: (text: string) => `<bad ${text}>`, faint: (text: string) => `<faint ${text}>` },
  strong: (text: string) => `<strong ${text}>`,
}

const PLAN = [
  'Declared:',
  '  ~ Service/demo/web',
  '      replicas 2 → 3',
  '',
  'Calls:',
  '  Task/demo/web-3',
  '    + POST /containers/create?name=demo-web-3   # it has no container yet, at 0.02 s',
  '    - DELETE /containers/old   # it is not wanted any more, at 0.2 s',
  '    ! POST /containers/x/start   # the engine would refuse it, at 1 s',
  '',
  '3 calls would change the hosts.',
]

describe('colours', () => {
  it('mark in a plan what comes, changes, goes and fails', () => {
    deepEqual(paintPlan(PLAN, words), [
      '<strong Declared:>',
      '  <busy ~ Service/demo/web>',
      ...PLAN.slice(2, 4),
      '<strong Calls:>',
      '  Task/demo/web-3',
      '    <good + POST /containers/create?name=demo-web-3><faint    # it has no container yet, at 0.02 s>',
      '    <bad - DELETE /containers/old><faint    # it is not wanted any more, at 0.2 s>',
      '    <bad ! POST /containers/x/start><faint    # the engine would refuse it, at 1 s>',
      ...PLAN.slice(9),
    ])
  })

  it('are never the only sign: without them a plan is the same, byte for byte', () => {
    deepEqual(paintPlan(PLAN, paint(true)).map(stripVTControlCharacters), PLAN)
    deepEqual(paintPlan(PLAN, paint(false)), PLAN)
  })

  for (const { reason, status, wants } of [
    { reason: 'RolloutComplete', status: 'True', wants: '<good 2>' },
    { reason: 'RollingOut', status: 'False', wants: '<busy 2>' },
    { reason: 'RolloutFailed', status: 'False', wants: '<bad 2>' },
  ] as const)
    it(`show in a table how a service stands: ${reason}`, () => {
      const service: V1Service = {
        ...{ apiVersion: API_VERSION, kind: 'Service', metadata: { name: 'web', namespace: 'shop' } },
        spec: { mode: 'Replicated', replicas: 2, template: { image: 'nginx' } },
        status: { readyReplicas: 2, conditions: [{ type: 'Ready', status, reason }] },
      }
      equal(rowOf(service, { wide: false, stacks: false, kinds: false, now: 0, paint: words })[2], wants)
    })

  it("show in a table a task's phase", () => {
    const task: V1Task = {
      ...{ apiVersion: API_VERSION, kind: 'Task', metadata: { name: 'web-1', namespace: 'shop' } },
      spec: { service: 'web', slot: 1, template: { image: 'nginx' } },
      status: { phase: 'Failed' },
    }
    const row = rowOf(task, { wide: false, stacks: false, kinds: false, now: 0, paint: words })
    deepEqual(
      row.filter((cell) => cell.startsWith('<bad')),
      ['<bad Failed>'],
    )
  })

  it('take no room in a table', () => {
    const rows = (color: boolean) => [
      ['web', paint(color).good('Ready'), 'x'],
      ['database', paint(color).bad('Failed'), 'y'],
    ]
    const heads = ['Name', 'State', 'Then']
    deepEqual(table(heads, rows(true)).map(stripVTControlCharacters), table(heads, rows(false)))
    equal(textWidth(paint(true).good('Ready')), 5)
  })

  it('are on the words that say what is wrong and what to do', () => {
    deepEqual(outcomeLines({ type: 'outcome', exit: 1, message: 'web failed', remedy: 'mend it' }, words), [
      '<bad error:> web failed',
      '<strong next:> mend it',
    ])
  })
})
