import { readdirSync } from 'node:fs'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { Counter, Gauge, type Registry } from 'prom-client'
import { VERSION_TEXT } from '../../api/v1/version-text.ts'
import { readGauge } from './read-gauge.ts'

/** The sampling interval of the event loop delay, ms; each sample is a timer, so not too short. */
const LOOK_MS = 20

/** Measures this process; returns a function that stops it. */
export function processMetrics(registry: Registry): () => void {
  const registers = [registry]
  const gauge = (name: string, help: string, valueOf: () => number) => readGauge(registry, { name, help }, valueOf)
  gauge('reconcile_process_start_time_seconds', 'When the process began, since the epoch.', () =>
    Math.round(performance.timeOrigin / 1000),
  )
  gauge('reconcile_process_resident_memory_bytes', 'Memory of the process that is in RAM.', process.memoryUsage.rss)
  gauge('reconcile_nodejs_heap_size_used_bytes', 'Heap that is in use.', () => process.memoryUsage().heapUsed)
  gauge('reconcile_nodejs_heap_size_total_bytes', 'Heap that V8 holds.', () => process.memoryUsage().heapTotal)
  gauge('reconcile_process_open_fds', 'Open file descriptors; -1 where the system does not say.', openFiles)
  new Counter({
    name: 'reconcile_process_cpu_seconds_total',
    help: 'Processor time of the process, user and system.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage()
      this.reset()
      this.inc((user + system) / 1e6)
    },
  })
  new Gauge({
    name: 'reconcile_build_info',
    help: 'Always 1; its labels say which reconcile and which Node run.',
    ...{ labelNames: ['version', 'node_version'] as const, registers },
  }).set({ version: VERSION_TEXT, node_version: process.version }, 1)
  return eventLoopMetrics(registry)
}

function eventLoopMetrics(registry: Registry): () => void {
  const delays = monitorEventLoopDelay({ resolution: LOOK_MS })
  delays.enable()
  const gauge = (quantile: string, which: string, valueOf: () => number) =>
    readGauge(
      registry,
      {
        name: `reconcile_nodejs_eventloop_lag_${quantile}_seconds`,
        help: `How much later than asked for timers ran since metrics were last asked for: ${which}.`,
      },
      () => lagOf(valueOf()),
    )
  gauge('p50', 'the median', () => delays.percentile(50))
  gauge('p99', 'all but one in a hundred at most', () => delays.percentile(99))
  gauge('max', 'the latest', () => {
    const { max } = delays
    delays.reset()
    return max
  })
  return () => void delays.disable()
}

/** The lag in seconds: Node measures the time between two samples in ns, or 0 before the second one. */
function lagOf(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e9 - LOOK_MS / 1000)
}

function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return -1
  }
}
