import type { HostContainer } from '../inventory.ts'
import type { Run } from '../run.ts'
import type { InformerOptions } from './context.ts'
import { retryPause } from './retry-pause.ts'
import { finishedAt } from './state-order.ts'

/**
 * Told of a container that its engine is about to start again: looks at it, less and less often, until that is over. No event tells that an
 * engine has given up, as it does with what shares the network of a container that is gone.
 */
export function createRestartsAgain(
  { inventory, engine, clock, settings }: InformerOptions,
  { signal }: Pick<Run, 'signal'>,
  look: (id: string) => Promise<void>,
): (id: string) => void {
  /** The end after which each waits. */
  const waiting = new Map<string, number>()
  const restarting = (id: string): HostContainer | undefined => {
    const container = inventory.host(engine.node)?.containers.get(id)
    return container?.State.Status === 'restarting' ? container : undefined
  }
  const later = (id: string, looks: number) => {
    clock.after(retryPause(looks, settings), () => void lookAgain(id, looks), 'periodic')
  }
  const lookAgain = async (id: string, looks: number) => {
    const container = restarting(id)
    if (!container || signal.aborted) return void waiting.delete(id)
    const ended = finishedAt(container)
    const isSame = waiting.get(id) === ended
    waiting.set(id, ended)
    if (isSame) await look(id)
    later(id, isSame ? looks + 1 : 0)
  }
  return (id) => {
    const container = restarting(id)
    if (!container || waiting.has(id)) return
    waiting.set(id, finishedAt(container))
    later(id, 0)
  }
}
