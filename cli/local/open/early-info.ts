import type { Clock } from '../../../clock/clock.ts'
import type { Engine } from '../../../engine/engine.ts'
import { wrapEngine } from '../../../engine/wrap.ts'

/** How long an early answer stands, ms: events are followed from its time on, and nobody wants those of a long wait for the lock. */
const FRESH_MS = 1_000

/**
 * The same engine, asked at once what it is: the first who asks gets that answer, or the failure. Where a plan may be made, it is
 * asked for the builder too; an answer without is none for who wants one.
 */
export function withEarlyInfo(engine: Engine, clock: Clock, wanted: { readonly builder: boolean }): Engine {
  const askedAt = clock.now()
  const run = { signal: new AbortController().signal, object: `Node/${engine.node}`, reason: 'look at what it is' }
  let early: Promise<unknown> | undefined = engine.info(wanted, run)
  early.catch(() => undefined)
  return wrapEngine(engine, async ({ verb, args }, next) => {
    if (verb !== 'info' || !early) return await next()
    const answer = early
    early = undefined
    if (isForBuilder(args) && !wanted.builder) return await next()
    return clock.now() - askedAt < FRESH_MS ? await answer : await next()
  })
}

function isForBuilder(args: object): boolean {
  return 'builder' in args && args.builder === true
}
