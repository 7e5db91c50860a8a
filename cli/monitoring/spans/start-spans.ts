import { hostname } from 'node:os'
import { performance } from 'node:perf_hooks'
import { Counter, type Registry } from 'prom-client'
import { VERSION_TEXT } from '../../../api/v1/version-text.ts'
import type { Instruments } from '../instruments.ts'
import { createExporter } from './exporter.ts'
import { loopSpans } from './loop-spans.ts'
import { otlpSettings } from './otlp-settings.ts'

/** Options of tracing. */
export interface SpansOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly log: (line: string) => void
}

/** Running tracing. */
export interface Spans extends Pick<Instruments, 'meter' | 'engine'> {
  close(): Promise<void>
}

/** Starts tracing if OTEL_EXPORTER_OTLP_ENDPOINT is set; undefined otherwise. The metrics on spans are registered in any case. */
export function startSpans(registry: Registry, { env, log }: SpansOptions): Spans | undefined {
  const registers = [registry]
  const sent = new Counter({ name: 'reconcile_spans_sent_total', help: 'Spans that the collector took.', registers })
  const dropped = new Counter({
    name: 'reconcile_spans_dropped_total',
    help: 'Spans that were dropped: the collector did not take them, or too many waited.',
    registers,
  })
  const settings = otlpSettings(env)
  if (!settings) return undefined
  const exporter = createExporter({
    ...settings,
    resource: { 'service.name': settings.serviceName, 'service.version': VERSION_TEXT, 'host.name': hostname() },
    sent: (count) => sent.inc(count),
    dropped: (count) => dropped.inc(count),
    log,
  })
  return { ...loopSpans(exporter, () => performance.timeOrigin + performance.now()), close: exporter.close }
}
