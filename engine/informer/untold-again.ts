import { isHealthOpen } from '../container/health.ts'
import type { HostContainer } from '../inventory.ts'
import type { Run } from '../run.ts'
import type { InformerOptions } from './context.ts'
import { retryPause } from './retry-pause.ts'
import { finishedAt } from './state-order.ts'

/**
 * Whether a container's next change may come without an event. An engine tells nothing when it gives up restarting a container, for example
 * one that shares the network of a removed container; nor when checks fail again after `unhealthy`. A paused container is not checked.
 */
export function isUntold(container: HostContainer): boolean {
  const { Status } = container.State
  return Status === 'restarting' || (Status === 'running' && isHealthOpen(container))
}

/** Returns a function that polls such a container with backoff until that is over. */
export function createUntoldAgain(
  { inventory, engine, clock, settings }: InformerOptions,
  { signal }: Pick<Run, 'signal'>,
  look: (id: string) => Promise<void>,
): (id: string) => void {
  /** By container id, the exit after which it waits. */
  const waiting = new Map<string, number>()
  const untold = (id: string): HostContainer | undefined => {
    const container = inventory.host(engine.node)?.containers.get(id)
    return container && isUntold(container) ? container : undefined
  }
  const later = (id: string, looks: number) => {
    clock.after(retryPause(looks, settings), () => void lookAgain(id, looks), 'periodic')
  }
  const lookAgain = async (id: string, looks: number) => {
    const container = untold(id)
    if (!container || signal.aborted) return void waiting.delete(id)
    const ended = finishedAt(container)
    const isSame = waiting.get(id) === ended
    waiting.set(id, ended)
    if (isSame) await look(id)
    later(id, isSame ? looks + 1 : 0)
  }
  return (id) => {
    const container = untold(id)
    if (!container || waiting.has(id)) return
    waiting.set(id, finishedAt(container))
    later(id, 0)
  }
}
