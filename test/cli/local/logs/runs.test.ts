import { deepEqual, equal } from 'node:assert/strict'
import type { V1Service, V1Task } from '../../../../api/v1/generated/types.ts'
import { lastStart, previousRunsOf, type Runs } from '../../../../cli/local/logs/runs.ts'
import type { HostContainer } from '../../../../engine/inventory.ts'

const NEVER = '0001-01-01T00:00:00Z'
const at = (second: number) => `2026-11-20T10:00:0${second}Z`

describe('the moment of a last start', () => {
  for (const [what, { started, finished = NEVER, count = 0, restarts = 0 }, expected] of [
    ['is unknown of what never started', { started: NEVER }, undefined],
    ['is none of what started once', { started: at(1) }, undefined],
    ['is none of what started once and ended', { started: at(1), finished: at(2) }, undefined],
    ['lies between the end and the start', { started: at(4), finished: at(2) }, at(3)],
    ['is the start of what ended again', { started: at(4), finished: at(5), count: 1 }, at(4)],
    ['is it too where we restarted it', { started: at(4), finished: at(5), restarts: 1 }, at(4)],
  ] as readonly [string, { started: string; finished?: string; count?: number; restarts?: number }, string?][])
    it(what, () => {
      const container = { State: { StartedAt: started, FinishedAt: finished }, RestartCount: count } as HostContainer
      equal(lastStart(container, restarts), expected === undefined ? undefined : Date.parse(expected))
    })
})

/** What is kept of failures of `shop/agent`, each on a node with its number, and its task of the number 1 on `b`. */
function keptOn(
  kept: readonly (readonly [node: string, slot: number])[],
  mode: NonNullable<V1Service['spec']['mode']>,
) {
  const containers = kept.map(([node, slot]) => ({
    node,
    container: {
      Id: node,
      Name: `shop-agent-${slot}.failed`,
      Config: { Labels: { 'com.docker.compose.container-number': String(slot) } },
    },
  }))
  const objects: Record<string, unknown> = {
    Service: { spec: { mode } } as V1Service,
    Task: { metadata: { namespace: 'shop' }, spec: { service: 'agent', slot: 1, node: 'b' } } as V1Task,
  }
  const inventory = { containersOf: () => [], containersOfService: () => containers }
  const runs = { inventory, store: { get: (kind: string) => objects[kind] }, installation: 'default' }
  const ref = { kind: 'Task', namespace: 'shop', name: 'agent-1-x' } as const
  return previousRunsOf(runs as unknown as Runs, [ref]).map(({ node }) => node)
}

describe('what is kept of a failure in the place of a task', () => {
  it('is that of its number, on whichever node', () => {
    deepEqual(
      keptOn(
        [
          ['a', 1],
          ['b', 2],
        ],
        'Replicated',
      ),
      ['a'],
    )
  })

  it('is that of its node where the service runs on each, whichever number that had', () => {
    deepEqual(
      keptOn(
        [
          ['a', 1],
          ['b', 2],
        ],
        'Global',
      ),
      ['b'],
    )
  })
})
