import { deepEqual, equal } from 'node:assert/strict'
import { Registry } from 'prom-client'
import { loopMetrics } from '../../../cli/monitoring/loop-metrics.ts'
import type { Run } from '../../../engine/run.ts'
import { valuesOf } from './values.ts'

const run = {} as Run

/** The metrics of a loop in a time that the test moves, in seconds. */
function aLoop() {
  const registry = new Registry()
  const time = { now: 0 }
  const meter = loopMetrics(registry, () => time.now).loop('task')
  return { meter, time, values: (name: string) => valuesOf(registry, name) }
}

describe('the metrics of a loop', () => {
  it('tell how many keys wait, how long they waited, and how long they were worked', async () => {
    const { meter, time, values } = aLoop()
    meter.added('shop/a')
    meter.added('shop/b')
    deepEqual(await values('reconcile_workqueue_depth'), { 'controller=task': 2 })
    time.now = 3
    meter.begun('shop/a', run)
    time.now = 8
    deepEqual(await values('reconcile_workqueue_depth'), { 'controller=task': 1 })
    deepEqual(await values('reconcile_controller_active_workers'), { 'controller=task': 1 })
    deepEqual(await values('reconcile_workqueue_longest_running_processor_seconds'), { 'controller=task': 5 })
    meter.ended('shop/a', run, { to: 'success' })
    deepEqual(await values('reconcile_workqueue_queue_duration_seconds_sum'), { 'controller=task': 3 })
    deepEqual(await values('reconcile_workqueue_work_duration_seconds_sum'), { 'controller=task': 5 })
    deepEqual(await values('reconcile_controller_reconcile_total'), { 'controller=task,result=success': 1 })
    deepEqual(await values('reconcile_workqueue_unfinished_work_seconds'), { 'controller=task': 0 })
  })

  it('count what is tried again, and its backoff', async () => {
    const { meter, values } = aLoop()
    meter.retries(500)
    meter.retries(1500)
    deepEqual(await values('reconcile_workqueue_retries_total'), { 'controller=task': 2 })
    deepEqual(await values('reconcile_workqueue_backoff_seconds_sum'), { 'controller=task': 2 })
  })

  it('take what a run has seen to for no longer waiting', async () => {
    const { meter, values } = aLoop()
    meter.added('shop/a')
    meter.dropped('shop/a')
    deepEqual(await values('reconcile_workqueue_depth'), { 'controller=task': 0 })
  })

  it('name no key', async () => {
    const registry = new Registry()
    const meter = loopMetrics(registry, () => 0).loop('task')
    meter.added('shop/web-1-abc')
    meter.begun('shop/web-1-abc', run)
    meter.ended('shop/web-1-abc', run, { to: 'error', error: new Error('shop/web-1-abc') })
    equal((await registry.metrics()).includes('web-1'), false)
  })
})
