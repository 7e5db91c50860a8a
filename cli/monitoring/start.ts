import { performance } from 'node:perf_hooks'
import { Registry } from 'prom-client'
import type { MetricsText } from '../../api/server/served.ts'
import type { Installation as Loops } from '../../controllers/installation.ts'
import { bothMeters } from '../../controllers/runtime/meter.ts'
import type { Core } from '../local/open/core.ts'
import { driftMetrics } from './drift-metrics.ts'
import { engineMetrics } from './engine-metrics.ts'
import { eventMetrics } from './event-metrics.ts'
import type { Instruments } from './instruments.ts'
import { loopMetrics } from './loop-metrics.ts'
import { processMetrics } from './process-metrics.ts'
import { serviceMetrics } from './service-metrics.ts'
import { type Spans, type SpansOptions, startSpans } from './spans/start-spans.ts'
import { type Standing, stateMetrics } from './state-metrics.ts'
import { storageMetrics } from './storage-metrics.ts'

/** The metrics and traces of `serve`. Loaded by `import()`, as no other command needs them. */
export interface Monitoring {
  readonly instruments: Instruments
  /** Observes an installation whose loops run. */
  follow(core: Pick<Core, 'store' | 'history' | 'clock'>, loops: Pick<Loops, 'inventory' | 'recorder'>): void
  /** All metrics in Prometheus' text format. */
  metrics(): Promise<MetricsText>
  /** The description of every metric, for the docs. */
  families(): Promise<readonly Family[]>
  /** Sends the last spans; takes at most 2 s. */
  close(): Promise<void>
}

/** A metric's description. */
export interface Family {
  readonly name: string
  readonly type: string
  readonly labels: readonly string[]
  readonly help: string
}

/** Starts metrics, and tracing if the environment configures it. Throws if that configuration is invalid. */
export function startMonitoring(options: SpansOptions): Monitoring {
  const registry = new Registry()
  const seconds = () => performance.now() / 1000
  let standing: Standing | undefined
  const measured = {
    meter: loopMetrics(registry, seconds),
    engine: engineMetrics(registry, seconds),
    storage: storageMetrics(registry, seconds),
  }
  stateMetrics(registry, () => standing)
  const onService = serviceMetrics(registry)
  const onTask = driftMetrics(registry)
  const onEvent = eventMetrics(registry)
  const spans = startSpans(registry, options)
  const ends = [processMetrics(registry)]
  return {
    instruments: spans ? withSpans(measured, spans) : measured,
    follow({ store, history, clock }, { inventory, recorder }) {
      standing = { store, history, inventory }
      const following = [
        store.watch('Service').subscribe((change) => onService(change, clock)),
        store.watch('Task').subscribe((change) => onTask(change, clock)),
        recorder.watch().subscribe(onEvent),
      ]
      ends.push(...following.map((each) => () => each.unsubscribe()))
    },
    metrics: async () => ({ type: registry.contentType, text: await registry.metrics() }),
    families: async () => await familiesIn(registry),
    async close() {
      for (const end of ends) end()
      await spans?.close()
    },
  }
}

function withSpans({ meter, engine, storage }: Instruments, spans: Spans): Instruments {
  return { meter: bothMeters(meter, spans.meter), engine: (each) => spans.engine(engine(each)), storage }
}

async function familiesIn(registry: Registry): Promise<readonly Family[]> {
  const families = await registry.getMetricsAsJSON()
  return families.map(({ name, help, type }) => {
    const { labelNames = [] } = registry.getSingleMetric(name) as { readonly labelNames?: readonly string[] }
    return { name, help, type: String(type), labels: labelNames }
  })
}
