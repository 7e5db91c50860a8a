import { randomBytes } from 'node:crypto'
import { errorText } from '../../../api/v1/language/caught-error.ts'
import { redactedStart } from '../../../api/v1/redact/redact.ts'
import type { Meter } from '../../../controllers/runtime/meter.ts'
import type { Engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import type { Run } from '../../../engine/run.ts'
import { type Around, wrapEngine } from '../../../engine/wrap.ts'
import type { SpanSink } from './span.ts'

/** The span of a reconcile. It is kept after its end, as calls that it began may outlive it. */
interface RunSpan {
  readonly traceId: string
  readonly spanId: string
  readonly begunAt: number
  acted: boolean
}

/** Texts in spans are cut at this length. */
const MOST_WORDS = 500

/**
 * Creates a span for each reconcile that called an engine or failed, with a child span per call. A call is matched to its reconcile by the
 * signal that both carry. `now` is in ms since the epoch, with fractions.
 */
export function loopSpans(
  sink: SpanSink,
  now: () => number,
): { readonly meter: Meter; readonly engine: (engine: Engine) => Engine } {
  const runs = new WeakMap<AbortSignal, RunSpan>()
  const loop = (controller: string) => ({
    added: () => {},
    dropped: () => {},
    retries: () => {},
    begun(_key: string, run: Run) {
      runs.set(run.signal, { traceId: id(16), spanId: id(8), begunAt: now(), acted: false })
    },
    ended(_key: string, run: Run, { to, error }: { readonly to: string; readonly error?: unknown }) {
      const span = runs.get(run.signal)
      if (!span || (!span.acted && error === undefined)) return
      const { traceId, spanId, begunAt } = span
      sink.take({
        ...{ traceId, spanId, begunAt, endedAt: now(), isCall: false, name: `reconcile ${controller}` },
        attributes: { 'reconcile.controller': controller, 'reconcile.object': run.object, 'reconcile.result': to },
        ...failureOf(error),
      })
    },
  })
  return { meter: { loop }, engine: (engine) => wrapEngine(engine, callSpans(engine.node, { runs, sink, now })) }
}

interface Tracing {
  readonly runs: WeakMap<AbortSignal, RunSpan>
  readonly sink: SpanSink
  readonly now: () => number
}

function callSpans(node: string, { runs, sink, now }: Tracing): Around {
  return async ({ verb, run }, next) => {
    const parent = runs.get(run.signal)
    if (!parent) return await next()
    parent.acted = true
    const begunAt = now()
    let failed: unknown
    try {
      return await next()
    } catch (error) {
      failed = error
      throw error
    } finally {
      const code = failed instanceof EngineError ? { 'error.type': failed.code } : {}
      const attributes = { 'reconcile.node': node, 'reconcile.verb': verb, 'reconcile.object': run.object, ...code }
      sink.take({
        ...{ traceId: parent.traceId, spanId: id(8), parentSpanId: parent.spanId, begunAt, endedAt: now() },
        ...{ name: verb, isCall: true, attributes: { ...attributes, 'reconcile.reason': words(run.reason) } },
        ...failureOf(failed),
      })
    }
  }
}

function failureOf(error: unknown): { readonly failure?: string } {
  return error === undefined ? {} : { failure: words(errorText(error)) }
}

/** Redacts and shortens a text, as for logs (S9). */
function words(text: string): string {
  return redactedStart(text, MOST_WORDS)
}

function id(bytes: number): string {
  return randomBytes(bytes).toString('hex')
}
