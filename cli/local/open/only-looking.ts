import { whenAborted } from '../../../clock/when-aborted.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import type { Engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { isWrite } from '../../../engine/requests.ts'
import { wrapEngine } from '../../../engine/wrap.ts'

/** How loops say how everything stands, and change nothing (S7). */
export interface OnlyLooking {
  /** The same engine, whose writes never happen: they wait until their run is given up. */
  engine(engine: Engine): Engine
  /** The same loops, that are at nothing which waits for such a write: they have looked at it. */
  loops(loops: Loops): Loops
}

/** For one process that may look, and not act. */
export function onlyLooking(): OnlyLooking {
  /** `Kind/key` of what waits to write. */
  const waiting = new Set<string>()
  return {
    engine: (engine) =>
      wrapEngine(engine, async ({ verb, run }, next) => {
        if (!isWrite(verb)) return await next()
        waiting.add(run.object)
        await whenAborted(run.signal)
        waiting.delete(run.object)
        throw new EngineError('Cancelled', { node: engine.node, tried: verb, detail: 'only looking' })
      }),
    loops: (loops) => ({
      ...loops,
      running: {
        ...loops.running,
        *at(concerns) {
          for (const id of loops.running.at(concerns)) if (!waiting.has(id)) yield id
        },
      },
    }),
  }
}
