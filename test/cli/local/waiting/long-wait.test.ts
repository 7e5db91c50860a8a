import { deepEqual } from 'node:assert/strict'
import { createLongWait } from '../../../../cli/local/waiting/long-wait.ts'
import type { WaitView } from '../../../../cli/local/waiting/view/wait-view.ts'
import { aService, aTask, ago, NOW } from '../../../support/builders.ts'

const view = (reason: string, now: number, isFresh = true): WaitView => ({
  objects: [aService({ progressDeadlineSeconds: 90 }, { conditions: [{ type: 'Ready', status: 'False', reason }] })],
  ...{ tasks: [], leaving: [], silent: [], holds: [], isFresh, isIdle: true, since: 0, now },
})

describe('a wait for a health check', () => {
  it('is told after a while, with its end, once', () => {
    const tell = createLongWait(1_000, false)
    const said = [5_000, 11_000, 30_000].map((now) => tell(view('HealthStarting', now)))
    const message =
      'Service shop/web is waited for until its health check passes, for 90 s at most after its last progress; --timeout ends that sooner'
    deepEqual(said, [undefined, { type: 'warning', message }, undefined])
  })

  it('is not told of what waits for something else, or was not looked at', () => {
    const tell = createLongWait(0, false)
    deepEqual([tell(view('PullFailed', 20_000)), tell(view('HealthStarting', 20_000, false))], [undefined, undefined])
  })
})

describe('a wait for what is there to end', () => {
  const running = (ms: number, more: Partial<WaitView> = {}): WaitView => ({
    ...view('RollingOut', NOW),
    ...{ tasks: [aTask(1, 'r1', { phase: 'Running', startedAt: ago(ms) })], toEnd: new Set(['shop/web']), ...more },
  })
  const said = 'Service shop/web is waited for until it has ended, however long it runs'
  const why = '(progressDeadlineSeconds is for what does not get to run); --timeout or Ctrl-C end the wait'
  const onward = 'its container runs on, and what waits for it is started by the next apply, or by `reconcile serve`'

  it('says once that it has no end of its own, what ends it, and what goes on then', () => {
    const tell = createLongWait(0, false)
    deepEqual([running(9_000), running(10_000), running(60_000)].map(tell), [
      undefined,
      { type: 'warning', message: `${said} ${why}: ${onward}` },
      undefined,
    ])
  })

  it('says that a serve goes on', () => {
    const message = `${said} ${why}: serve goes on with it and with what waits for it`
    deepEqual(createLongWait(0, true)(running(10_000)), { type: 'warning', message })
  })

  it('is not told where --timeout ends it, nor of what is there to stay', () => {
    const others = [running(60_000, { deadline: NOW + 1_000 }), running(60_000, { toEnd: new Set() })]
    deepEqual(others.map(createLongWait(0, false)), [undefined, undefined])
  })

  it('is told beside a health check that is waited for', () => {
    const tell = createLongWait(0, false)
    const both = { ...running(60_000), objects: view('HealthStarting', NOW).objects }
    deepEqual(
      [both, both, both].map((each) => tell(each)?.type),
      ['warning', 'warning', undefined],
    )
  })
})
