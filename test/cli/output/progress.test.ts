import { deepEqual, equal, ok } from 'node:assert/strict'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { paint } from '../../../cli/output/paint.ts'
import { outcomeLines, progressLine } from '../../../cli/output/progress-lines.ts'
import { treeLines, type TreeStates } from '../../../cli/output/progress-tree.ts'

type State = Extract<ProgressEvent, { type: 'state' }>

describe('the progress of a command', () => {
  for (const { event, wants } of [
    {
      event: { type: 'resource', object: 'Service/shop/web', change: 'configured', details: ['replicas 1 → 2'] },
      wants: 'Service/shop/web configured: replicas 1 → 2',
    },
    { event: aState('Task/shop/web-1', 'Running', 'Healthy'), wants: 'Task/shop/web-1 Running Healthy' },
    { event: { type: 'warning', message: 'old\nwords' }, wants: 'warning: old words' },
    { event: { type: 'problem', message: 'a.yaml:1:1: bad' }, wants: 'a.yaml:1:1: bad' },
    { event: { type: 'needs', variables: ['A'] }, wants: undefined },
  ] as readonly { event: ProgressEvent; wants: string | undefined }[])
    it(`is one plain line for ${event.type}`, () => equal(progressLine(event), wants))

  it('ends with what happened, the last words, and what to do next', () => {
    deepEqual(outcomeLines({ type: 'outcome', exit: 1, message: 'web failed', lines: ['boom'], remedy: 'mend it' }), [
      'error: web failed',
      '  | boom',
      'next: mend it',
    ])
  })

  it('ends with all else that went wrong, each with its last words and what to do next', () => {
    const others = [{ message: 'db failed', lines: ['bang'], remedy: 'look' }, { message: 'and 2 more: a, b' }]
    deepEqual(outcomeLines({ type: 'outcome', exit: 1, message: 'web failed', remedy: 'mend it', others }), [
      ...['error: web failed', 'next: mend it'],
      ...['error: db failed', '  | bang', 'next: look'],
      'error: and 2 more: a, b',
    ])
  })

  it('is a tree of services with their tasks', () => {
    const lines = treeLines(states(aState('Service/shop/web', 'Progressing'), aTask('web-1', 'Running')), room(80, 20))
    ok(lines[0]?.startsWith('Service/shop/web  Progressing'))
    ok(lines[1]?.startsWith('  web-1           Running'))
  })

  for (const columns of [10, 20, 40, 80, 200])
    it(`has no line wider than ${columns} columns`, () => {
      const long = { ...aTask('web-1', 'Running'), message: 'x'.repeat(300) }
      for (const line of treeLines(states(aState('Service/shop/web', 'Ready'), long), room(columns, 20)))
        ok(line.length <= columns, `${line.length}: ${line}`)
    })

  it('lets what is well make way first, when there are too many', () => {
    const tasks = Array.from({ length: 50 }, (_, index) => aTask(`web-${index}`, index === 30 ? 'Failed' : 'Running'))
    const lines = treeLines(states(aState('Service/shop/web', 'Progressing'), ...tasks), room(80, 10))
    ok(lines.length <= 8)
    ok(lines.some((line) => line.includes('web-30')))
    equal(lines.at(-1), '… and 44 more')
    const well = Array.from({ length: 50 }, (_, index) => aTask(`web-${index}`, 'Running'))
    const all = treeLines(states(...well, aState('Service/shop/web', 'Ready')), room(80, 10))
    deepEqual([all.length, all[0]?.slice(0, 16), all.at(-1)], [8, 'Service/shop/web', '… and 44 more'])
  })

  it('colours states only where that is wanted', () => {
    const coloured = treeLines(states(aState('Service/shop/web', 'Ready')), { ...room(80, 9), paint: paint(true) })
    ok(coloured[0]?.includes('\u001b[32m'))
    ok(!treeLines(states(aState('Service/shop/web', 'Ready')), room(80, 9))[0]?.includes('\u001b'))
  })
})

function aState(object: string, state: string, reason?: string): State {
  return { type: 'state', object, state, at: 0, ...(reason === undefined ? {} : { reason }) }
}

function aTask(name: string, state: string): State {
  return { ...aState(`Task/shop/${name}`, state), parent: 'Service/shop/web' }
}

function states(...all: readonly State[]): TreeStates {
  return new Map(all.map((state) => [state.object, state]))
}

function room(columns: number, rows: number) {
  return { columns, rows, now: 5_000, paint: paint(false) }
}
