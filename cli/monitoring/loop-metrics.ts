import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { LoopMeter, Meter } from '../../controllers/runtime/meter.ts'
import type { Key } from '../../store/objects/store.ts'
import { shortSeconds } from './buckets.ts'

/** The keys of one loop, and since when each is queued or reconciled, in seconds. */
interface AtWork {
  readonly waiting: Map<Key, number>
  readonly working: Map<Key, number>
}

type Families = ReturnType<typeof familiesIn>

/** Measures queues and reconciles of all loops, named as in client-go and controller-runtime. `now` is in seconds. */
export function loopMetrics(registry: Registry, now: () => number): Meter {
  const loops = new Map<string, AtWork>()
  const families = familiesIn(registry)
  gaugesOf(registry, loops, now)
  return {
    loop(controller) {
      const atWork = { waiting: new Map<Key, number>(), working: new Map<Key, number>() }
      loops.set(controller, atWork)
      return loopMeter({ controller }, { families, atWork, now })
    },
  }
}

function familiesIn(registry: Registry) {
  const labelNames = ['controller'] as const
  const registers = [registry]
  return {
    adds: new Counter({
      ...{ name: 'reconcile_workqueue_adds_total', labelNames, registers },
      help: 'Keys that came into the queue of a loop.',
    }),
    waits: new Histogram({
      ...{ name: 'reconcile_workqueue_queue_duration_seconds', labelNames, registers, buckets: shortSeconds },
      help: 'How long a key stood in the queue before it was worked.',
    }),
    works: new Histogram({
      ...{ name: 'reconcile_workqueue_work_duration_seconds', labelNames, registers, buckets: shortSeconds },
      help: 'How long a run took, with the calls that it waited for.',
    }),
    retries: new Counter({
      ...{ name: 'reconcile_workqueue_retries_total', labelNames, registers },
      help: 'Runs that failed and are tried again after a backoff.',
    }),
    backoff: new Histogram({
      ...{ name: 'reconcile_workqueue_backoff_seconds', labelNames, registers, buckets: shortSeconds },
      help: 'The backoff before each retry.',
    }),
    runs: new Counter({
      ...{ name: 'reconcile_controller_reconcile_total', labelNames: ['controller', 'result'] as const, registers },
      help: 'Runs by what they came to: success, requeue_after, error, terminal_error, or superseded by a newer generation.',
    }),
  }
}

function loopMeter(
  labels: { readonly controller: string },
  { families, atWork, now }: { readonly families: Families; readonly atWork: AtWork; readonly now: () => number },
): LoopMeter {
  const { waiting, working } = atWork
  const adds = families.adds.labels(labels)
  const waits = families.waits.labels(labels)
  const works = families.works.labels(labels)
  for (const counter of [families.adds, families.retries]) counter.inc(labels, 0)
  return {
    added(key) {
      adds.inc()
      waiting.set(key, now())
    },
    dropped: (key) => void waiting.delete(key),
    begun(key) {
      const since = waiting.get(key)
      const at = now()
      if (since !== undefined) waits.observe(at - since)
      waiting.delete(key)
      working.set(key, at)
    },
    ended(key, _run, { to: result }) {
      works.observe(now() - (working.get(key) ?? now()))
      working.delete(key)
      families.runs.inc({ ...labels, result })
    },
    retries(afterMs) {
      families.retries.inc(labels)
      families.backoff.observe(labels, afterMs / 1000)
    },
  }
}

/** Gauges that are computed at each scrape. */
function gaugesOf(registry: Registry, loops: ReadonlyMap<string, AtWork>, now: () => number): void {
  const gauge = (name: string, help: string, valueOf: (atWork: AtWork) => number) =>
    new Gauge({
      ...{ name, help, labelNames: ['controller'] as const, registers: [registry] },
      collect() {
        for (const [controller, atWork] of loops) this.set({ controller }, valueOf(atWork))
      },
    })
  const ages = ({ working }: AtWork) => [...working.values()].map((since) => now() - since)
  gauge('reconcile_workqueue_depth', 'Keys that wait in the queue of a loop.', ({ waiting }) => waiting.size)
  gauge('reconcile_controller_active_workers', 'Keys that a loop works now.', ({ working }) => working.size)
  gauge(
    'reconcile_workqueue_unfinished_work_seconds',
    'How long all runs that have not ended yet have taken together.',
    (atWork) => ages(atWork).reduce((sum, age) => sum + age, 0),
  )
  gauge(
    'reconcile_workqueue_longest_running_processor_seconds',
    'How long the longest run that has not ended yet has taken.',
    (atWork) => ages(atWork).reduce((longest, age) => Math.max(longest, age), 0),
  )
}
