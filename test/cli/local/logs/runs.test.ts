import { equal } from 'node:assert/strict'
import { lastStart } from '../../../../cli/local/logs/runs.ts'
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
