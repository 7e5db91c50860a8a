import { deepEqual } from 'node:assert/strict'
import type { V1Node } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { paint } from '../../../cli/output/paint.ts'
import { statusLines } from '../../../cli/output/status-lines.ts'
import { standingOf } from '../../../cli/status/standing.ts'

const lastTransitionTime = '2026-01-01T00:00:00Z'
const ready = { type: 'Ready', status: 'True' as const, reason: 'EngineAnswers', message: '', lastTransitionTime }
const drained = { type: 'Drained', status: 'False' as const, reason: 'TasksStay', message: 'shop/db-1 stays' }

/** The lines on a node with this spec. */
function linesOf(spec: V1Node['spec'], more: readonly (typeof drained)[] = []): readonly string[] {
  const status = { conditions: [ready, ...more.map((each) => ({ ...each, lastTransitionTime }))] }
  const nodes = [{ apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'web2' }, spec, status } as V1Node]
  const notes = { holds: [], pending: [], problems: [] }
  const standing = standingOf({ nodes, stacks: [], objects: [], tasks: [], notes, isWorked: true })
  return statusLines(standing, paint(false)).filter((line) => line.startsWith('  '))
}

describe('status of a node that is kept free', () => {
  it('says that it is drained, and what stays there', () =>
    deepEqual(linesOf({ drain: true }, [drained]), ['  node/web2: it is drained: shop/db-1 stays']))

  it('says that it is drained before anybody looked at what is there', () =>
    deepEqual(linesOf({ drain: true }), ['  node/web2: it is drained']))

  it('says that it takes no new tasks', () =>
    deepEqual(linesOf({ unschedulable: true }), ['  node/web2: it takes no new tasks (unschedulable)']))

  it('says nothing of one that takes tasks', () => deepEqual(linesOf({}), []))
})
