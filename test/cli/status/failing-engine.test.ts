import { deepEqual, equal } from 'node:assert/strict'
import type { V1Node, V1Service, V1Stack } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import type { Obstacle } from '../../../engine/errors.ts'
import { objectState, type Standing, standingOf } from '../../../cli/status/standing.ts'

const WHY = 'list volumes on local: no such plugin'

function notReady(reason: string, message: string) {
  const lastTransitionTime = '2026-01-01T00:00:00Z'
  return { conditions: [{ type: 'Ready', status: 'False' as const, reason, message, lastTransitionTime }] }
}

const nodeThat = (obstacle: Obstacle): V1Node => ({
  ...{ apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'local' }, spec: {} },
  status: { ...notReady('GraceRunning', `it fails: ${WHY}`), unreachable: WHY, obstacle },
})
const node = nodeThat('Failing')
const stack: V1Stack = { apiVersion: API_VERSION, kind: 'Stack', metadata: { name: 'shop' }, spec: {}, status: {} }

/** How all stands where a service waits with this message for a node. */
function standing(message: string, reason = 'HostUnreachable', nodes = [node]): Standing {
  const web: V1Service = {
    ...{ apiVersion: API_VERSION, kind: 'Service', metadata: { name: 'web', namespace: 'shop' } },
    spec: { template: { image: 'app:1' } },
    status: notReady(reason, message),
  }
  const notes = { holds: [], pending: [], problems: [] }
  return standingOf({ nodes, stacks: [stack], objects: [web], tasks: [], notes, isWorked: true })
}

describe('status where an engine answers and fails', () => {
  it('calls the node and what waits for it failing, with the exit code of an engine that is not to be had', () => {
    const { nodes, stacks, exit } = standing(`local fails: ${WHY}`)
    deepEqual(
      [nodes[0]?.state, stacks[0]?.state, stacks[0]?.troubles[0]?.state, exit],
      ['Failing', 'Failing', 'Failing', 5],
    )
    equal(objectState(node), 'Failing')
  })

  it('says the same of what fits no node as long as that one fails', () => {
    const before = `0 of 1 ready; web-1: no node fits: local: it does not answer: ${WHY}`
    equal(standing(before, 'NoNodeFits').stacks[0]?.state, 'Failing')
    const silent = standing(before, 'NoNodeFits', [nodeThat('NoAnswer')])
    deepEqual([silent.stacks[0]?.state, silent.exit], ['Silent', 5])
    equal(standing('no node fits: other: drained', 'NoNodeFits').stacks[0]?.state, 'Failed')
  })

  it('calls what waits for another node silent, as before', () =>
    equal(standing('other does not answer: x').stacks[0]?.state, 'Silent'))
})
