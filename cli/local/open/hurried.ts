import type { Clock } from '../../../clock/clock.ts'
import { triedWords } from '../../../engine/docker/tried.ts'
import type { Engine, Verb } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import type { Inventory } from '../../../engine/inventory.ts'
import { wrapEngine } from '../../../engine/wrap.ts'

/** How long to wait for a host that is known to be unreachable, ms. It may be back before the loops have noticed. */
const PATIENCE_MS = 2_000

/** Calls that a reachable engine answers at once. */
const short: ReadonlySet<Verb> = new Set<Verb>([
  ...(['info', 'listContainers', 'inspectContainer', 'listNetworks', 'inspectNetwork'] as const),
  ...(['listVolumes', 'inspectVolume', 'inspectImage', 'stats'] as const),
  ...(['listSwarmServices', 'listSwarmTasks', 'listSwarmConfigs'] as const),
])

/**
 * Wraps an engine for interactive use: while its host is known to be unreachable, short calls fail after PATIENCE_MS instead of their full
 * deadline.
 */
export function hurried(engine: Engine, inventory: () => Inventory | undefined, clock: Clock): Engine {
  return wrapEngine(engine, async ({ verb, args }, next) => {
    const { unreachable: detail, obstacle, engineOf } = inventory()?.host(engine.node) ?? {}
    if (detail === undefined || !short.has(verb)) return await next()
    let cancel = () => {}
    const late = new Promise<never>((_, reject) => {
      const tried = triedWords(verb, args)
      cancel = clock.after(PATIENCE_MS, () =>
        reject(new EngineError('Unreachable', { node: engine.node, tried, detail, obstacle, engineOf })),
      )
    })
    try {
      return await Promise.race([next(), late])
    } finally {
      cancel()
    }
  })
}
