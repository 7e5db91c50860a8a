import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { callSeconds } from './buckets.ts'

/** Measures all engine calls. `now` is in seconds. */
export function engineMetrics(registry: Registry, now: () => number): (engine: Engine) => Engine {
  const registers = [registry]
  const calls = new Counter({
    name: 'reconcile_engine_requests_total',
    help: 'Calls to an engine that ended, by verb and code: OK, or why it failed (NotFound, Conflict, Unreachable, Timeout, Cancelled …).',
    ...{ labelNames: ['node', 'verb', 'code'] as const, registers },
  })
  const durations = new Histogram({
    name: 'reconcile_engine_request_duration_seconds',
    help: 'How long a call to an engine took, with its wait for a turn at that engine and its retries.',
    ...{ labelNames: ['node', 'verb'] as const, registers, buckets: callSeconds },
  })
  const underWay = new Gauge({
    name: 'reconcile_engine_requests_in_flight',
    help: 'Calls to an engine that have not ended, waiting ones too.',
    ...{ labelNames: ['node'] as const, registers },
  })
  return (engine) => {
    const { node } = engine
    return wrapEngine(engine, async ({ verb }, next) => {
      const begun = now()
      let code = 'OK'
      underWay.inc({ node })
      try {
        return await next()
      } catch (error) {
        code = error instanceof EngineError ? error.code : 'Error'
        throw error
      } finally {
        underWay.dec({ node })
        calls.inc({ node, verb, code })
        durations.observe({ node, verb }, now() - begun)
      }
    })
  }
}
