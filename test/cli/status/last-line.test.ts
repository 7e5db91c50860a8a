import { deepEqual, match } from 'node:assert/strict'
import type { V1Node, V1Service, V1Stack, V1Task } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { paint } from '../../../cli/output/paint.ts'
import { statusLines } from '../../../cli/output/status-lines.ts'
import { standingOf } from '../../../cli/status/standing.ts'

const because = 'ci@runner works on shop on local: reconcile serve (pid 22), since 2026-01-01T00:00:00Z'

const stack: V1Stack = { apiVersion: API_VERSION, kind: 'Stack', metadata: { name: 'shop' }, spec: {} }

function service(name: string): V1Service {
  const message = `0 of 1 updated; ${name}-1: ${because}`
  const ready = { type: 'Ready', status: 'False' as const, reason: 'RollingOut', message }
  return {
    ...{ apiVersion: API_VERSION, kind: 'Service', metadata: { name, namespace: 'shop' } },
    spec: { template: { image: 'nginx' } },
    status: { conditions: [{ ...ready, lastTransitionTime: '2026-01-01T00:00:00Z' }] },
  }
}

function task(of: string, reason: string): V1Task {
  return {
    ...{ apiVersion: API_VERSION, kind: 'Task', metadata: { name: `${of}-1`, namespace: 'shop' } },
    spec: { service: of, slot: 1, revision: 'r', desiredState: 'Running', template: { image: 'nginx' } },
    status: { phase: 'Preparing', reason, message: because },
  }
}

function statusOf(tasks: readonly V1Task[]) {
  const objects = [...new Set(tasks.map(({ spec }) => spec.service))].map(service)
  const notes = { holds: [], pending: [], problems: [] }
  const standing = standingOf({ nodes: [], stacks: [stack], objects, tasks, notes, isWorked: true })
  return { exit: standing.exit, lines: statusLines(standing, paint(false)) }
}

describe('the state of a stack that another home works on', () => {
  const locked = task('web', 'WaitingForLock')
  const waits = 'what is to be done waits for another reconcile, which works on the same stack: see above'

  it('is no work under way', () => {
    const { exit, lines } = statusOf([locked])
    deepEqual([exit, lines.at(-1)], [0, `nothing failed; ${waits}`])
    match(lines.join('\n'), /service\/web: WaitingForLock: 0 of 1 updated; web-1: ci@runner works on shop/)
  })

  for (const of of ['db', 'web'])
    it(`is work under way where something else is to be done, of ${of}`, () => {
      const { lines } = statusOf([
        locked,
        { ...task(of, 'Creating'), metadata: { name: `${of}-2`, namespace: 'shop' } },
      ])
      deepEqual(lines.at(-1), 'nothing failed; work is under way')
    })
})

describe('the state of a node that does not answer and that no file declares any more', () => {
  it('asks for no correction of its manifest', () => {
    const message = 'no file declares it any more; it goes once its tasks are moved'
    const conditions = [
      { type: 'Ready', status: 'False' as const, reason: 'NodeLost', message: 'no answer for 90 s' },
      { type: 'Withdrawn', status: 'True' as const, reason: 'NetworksThere', message },
    ].map((each) => ({ ...each, lastTransitionTime: '2026-01-01T00:00:00Z' }))
    const status = { conditions, obstacle: 'HostSilent' as const, unreachable: 'web1 is off' }
    const node: V1Node = { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'web1' }, spec: {}, status }
    const standing = standingOf({
      ...{ nodes: [node], stacks: [], objects: [], tasks: [], isWorked: true },
      notes: { holds: [], pending: [], problems: [] },
    })
    const last = statusLines(standing, paint(false)).at(-1)
    deepEqual(last, 'an engine does not answer: do as it says of node/web1; see also `reconcile doctor`')
  })
})
