import type { Clock } from '../../../clock/clock.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { EngineInfo } from '../../../engine/types/engine.ts'

/**
 * How long the prefetched answer is valid, ms. Events are followed from its time on, and after a long wait for the lock there would be too
 * many.
 */
const FRESH_MS = 1_000

/**
 * Prefetches `info`: the first caller gets that answer or error. Where a plan may be made, the builder is included; an answer without it
 * does not serve a caller that needs it.
 */
export function withEarlyInfo(engine: Engine, clock: Clock, wanted: { readonly builder: boolean }): Engine {
  const askedAt = clock.now()
  const run = { signal: new AbortController().signal, object: `Node/${engine.node}`, reason: 'look at what it is' }
  let early: Promise<EngineInfo> | undefined = engine.info(wanted, run)
  early.catch(() => undefined)
  return {
    ...engine,
    async info(args, asking) {
      const answer = early
      early = undefined
      const isEnough = wanted.builder || args.builder !== true
      return answer && isEnough && clock.now() - askedAt < FRESH_MS ? await answer : await engine.info(args, asking)
    },
  }
}
