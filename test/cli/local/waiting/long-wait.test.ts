import { deepEqual } from 'node:assert/strict'
import { createLongWait } from '../../../../cli/local/waiting/long-wait.ts'
import type { WaitView } from '../../../../cli/local/waiting/wait-view.ts'
import { aService } from '../../../support/builders.ts'

const view = (reason: string, now: number, isFresh = true): WaitView => ({
  objects: [aService({ progressDeadlineSeconds: 90 }, { conditions: [{ type: 'Ready', status: 'False', reason }] })],
  ...{ tasks: [], leaving: [], silent: [], holds: [], isFresh, isIdle: true, since: 0, now },
})

describe('a wait for a health check', () => {
  it('is told after a while, with its end, once', () => {
    const tell = createLongWait(1_000)
    const said = [5_000, 11_000, 30_000].map((now) => tell(view('HealthStarting', now)))
    const message =
      'Service shop/web is waited for until its health check passes, for 90 s at most after its last progress; --timeout ends that sooner'
    deepEqual(said, [undefined, { type: 'warning', message }, undefined])
  })

  it('is not told of what waits for something else, or was not looked at', () => {
    const tell = createLongWait(0)
    deepEqual([tell(view('PullFailed', 20_000)), tell(view('HealthStarting', 20_000, false))], [undefined, undefined])
  })
})
