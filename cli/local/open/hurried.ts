import type { Clock } from '../../../clock/clock.ts'
import { triedWords } from '../../../engine/docker/tried.ts'
import type { Engine, Verb } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import type { Inventory } from '../../../engine/inventory.ts'
import { wrapEngine } from '../../../engine/wrap.ts'

/** So long a host is waited for that is known not to answer, ms: it may be back, and the loops have not asked it again yet. */
const PATIENCE_MS = 2_000

/** What an engine that answers answers in a moment. */
const short: ReadonlySet<Verb> = new Set<Verb>([
  ...(['info', 'listContainers', 'inspectContainer', 'listNetworks', 'inspectNetwork'] as const),
  ...(['listVolumes', 'inspectVolume', 'inspectImage', 'stats'] as const),
  ...(['listSwarmServices', 'listSwarmTasks', 'listSwarmConfigs'] as const),
])

/** The same engine for what people ask of it: while its host is known not to answer, nobody waits for the deadline of each call. */
export function hurried(engine: Engine, inventory: () => Inventory | undefined, clock: Clock): Engine {
  return wrapEngine(engine, async ({ verb, args }, next) => {
    const detail = inventory()?.host(engine.node)?.unreachable
    if (detail === undefined || !short.has(verb)) return await next()
    let cancel = () => {}
    const late = new Promise<never>((_, reject) => {
      const tried = triedWords(verb, args)
      cancel = clock.after(PATIENCE_MS, () =>
        reject(new EngineError('Unreachable', { node: engine.node, tried, detail })),
      )
    })
    try {
      return await Promise.race([next(), late])
    } finally {
      cancel()
    }
  })
}
