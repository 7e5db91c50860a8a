import type { Clock } from '../../../clock/clock.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { EngineInfo } from '../../../engine/types/engine.ts'

/** How long an early answer stands, ms: events are followed from its time on, and nobody wants those of a long wait for the lock. */
const FRESH_MS = 1_000

/**
 * The same engine, asked at once what it is: the first who asks gets that answer, or the failure. Where a plan may be made, it is
 * asked for the builder too; an answer without is none for who wants one.
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
