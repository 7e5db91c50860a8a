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
  /** Sends what waits, and stops; what is not taken within two seconds is dropped. */
  close(): Promise<void>
}

/** The limit of waiting spans; further ones are dropped. */
const MOST_WAITING = 2_048
const BATCH = 512
const EVERY_MS = 5_000
const DEADLINE_MS = 10_000
/** The time limit of all that waits at the end, so that serve's end is not delayed longer. */
const CLOSE_MS = 2_000

/** Sends spans in batches, one request at a time. Never blocks the caller; spans that the collector refuses are dropped. */
export function createExporter(options: ExporterOptions): Exporter {
  let waiting: Span[] = []
  let sending: Promise<void> | undefined
  let isFailing = false
  const closing = new AbortController()

  const send = async (spans: readonly Span[]): Promise<void> => {
    try {
      await post(options, spans, AbortSignal.any([AbortSignal.timeout(DEADLINE_MS), closing.signal]))
      options.sent(spans.length)
      if (isFailing) options.log('spans are taken again')
      isFailing = false
    } catch (error) {
      options.dropped(spans.length)
      if (!isFailing) options.log(`spans are not taken, and dropped: ${new URL(options.url).host}: ${wordsOf(error)}`)
      isFailing = true
    }
  }

  const drain = async () => {
    while (waiting.length > 0) {
      const spans = waiting.slice(0, BATCH)
      waiting = waiting.slice(BATCH)
      await send(spans)
    }
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
      const late = setTimeout(() => closing.abort(new Error(`no answer within ${CLOSE_MS / 1_000} s`)), CLOSE_MS)
      await (sending ?? drain())
      clearTimeout(late)
    },
  }
}

async function post({ url, headers, resource }: ExporterOptions, spans: readonly Span[], signal: AbortSignal) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: otlpRequest(spans, resource),
    signal,
    redirect: 'error',
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`it answered ${response.status}`)
}

/** The message of fetch's error says only that it failed; the cause says why. */
function wordsOf(error: unknown): string {
  return errorText(error instanceof Error && error.cause ? error.cause : error)
}
