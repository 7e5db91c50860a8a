import type { WaitArgs } from '../engine.ts'
import { findContainer } from './containers.ts'
import type { HostState } from './state.ts'

/** Waits for a container's next exit and resolves with its code, even if the container is then removed. */
export function nextEnd(
  host: HostState,
  { id, onBegin }: WaitArgs,
  ended: AbortSignal,
): Promise<{ readonly exitCode: number }> {
  const container = findContainer(host, id)
  return new Promise((resolve) => {
    container.waiters ??= []
    container.waiters.push(() => resolve({ exitCode: container.exitCode }))
    ended.addEventListener('abort', () => resolve({ exitCode: container.exitCode }), { once: true })
    onBegin?.()
  })
}
