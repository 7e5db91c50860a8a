import { errorText } from '../../../api/v1/language/caught-error.ts'
import type { OtlpSettings } from './otlp-settings.ts'
import { otlpRequest, type Span, type SpanSink } from './span.ts'

/** Where to send spans, and callbacks that count and log the results. */
export interface ExporterOptions extends OtlpSettings {
  readonly resource: Readonly<Record<string, string>>
  readonly sent: (count: number) => void
  readonly dropped: (count: number) => void
  readonly log: (line: string) => void
  readonly everyMs?: number
}

/** Sends spans to a collector. */
export interface Exporter extends SpanSink {
  /** Sends waiting spans once more, and stops. */
  close(): Promise<void>
}

/** The limit of waiting spans; further ones are dropped. */
const MOST_WAITING = 2_048
const BATCH = 512
const EVERY_MS = 5_000
const DEADLINE_MS = 10_000
/** The time limit of the last request, so that serve's end is not delayed longer. */
const LAST_DEADLINE_MS = 2_000

/** Sends spans in batches, one request at a time. Never blocks the caller; spans that the collector refuses are dropped. */
export function createExporter(options: ExporterOptions): Exporter {
  let waiting: Span[] = []
  let sending: Promise<void> | undefined
  let isFailing = false

  const send = async (spans: readonly Span[], deadlineMs: number): Promise<void> => {
    try {
      await post(options, spans, deadlineMs)
      options.sent(spans.length)
      if (isFailing) options.log('spans are taken again')
      isFailing = false
    } catch (error) {
      options.dropped(spans.length)
      if (!isFailing) options.log(`spans are not taken, and dropped: ${new URL(options.url).host}: ${wordsOf(error)}`)
      isFailing = true
    }
  }

  const flush = (deadlineMs = DEADLINE_MS): Promise<void> => {
    if (waiting.length === 0) return Promise.resolve()
    const spans = waiting.slice(0, BATCH)
    waiting = waiting.slice(BATCH)
    return send(spans, deadlineMs)
  }

  const drain = async () => {
    while (waiting.length > 0) await flush()
    sending = undefined
  }
  const timer = setInterval(() => (sending ??= drain()), options.everyMs ?? EVERY_MS)
  timer.unref()
  return {
    take(span) {
      if (waiting.length >= MOST_WAITING) return options.dropped(1)
      waiting.push(span)
      if (waiting.length >= BATCH) sending ??= drain()
    },
    async close() {
      clearInterval(timer)
      await flush(LAST_DEADLINE_MS)
    },
  }
}

async function post({ url, headers, resource }: ExporterOptions, spans: readonly Span[], deadlineMs: number) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: otlpRequest(spans, resource),
    signal: AbortSignal.timeout(deadlineMs),
    redirect: 'error',
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`it answered ${response.status}`)
}

/** The message of fetch's error says only that it failed; the cause says why. */
function wordsOf(error: unknown): string {
  return errorText(error instanceof Error && error.cause ? error.cause : error)
}
