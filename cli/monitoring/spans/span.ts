/** A timed operation in a trace. */
export interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  /** Whether it is a call to another program. */
  readonly isCall: boolean
  /** Milliseconds since the epoch, with fractions. */
  readonly begunAt: number
  readonly endedAt: number
  readonly attributes: Readonly<Record<string, string>>
  /** Why it failed; absent if it succeeded. */
  readonly failure?: string
}

/** Receives finished spans. */
export interface SpanSink {
  take(span: Span): void
}

/** A request body of OTLP/HTTP in JSON. */
export function otlpRequest(spans: readonly Span[], resource: Readonly<Record<string, string>>): string {
  const scopeSpans = [{ scope: { name: 'reconcile' }, spans: spans.map(otlpSpan) }]
  return JSON.stringify({ resourceSpans: [{ resource: { attributes: otlpAttributes(resource) }, scopeSpans }] })
}

const KINDS = { internal: 1, client: 3 }
const FAILED = 2

function otlpSpan({ isCall, begunAt, endedAt, attributes, failure, ...same }: Span): object {
  return {
    ...same,
    kind: isCall ? KINDS.client : KINDS.internal,
    startTimeUnixNano: nanoseconds(begunAt),
    endTimeUnixNano: nanoseconds(endedAt),
    attributes: otlpAttributes(attributes),
    status: failure === undefined ? {} : { code: FAILED, message: failure },
  }
}

function otlpAttributes(values: Readonly<Record<string, string>>): object[] {
  return Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }))
}

function nanoseconds(ms: number): string {
  return (BigInt(Math.round(ms * 1000)) * 1000n).toString()
}
