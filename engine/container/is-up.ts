import type { ContainerState } from '../types/container.ts'

/** Whether a container runs, is paused, or is about to be restarted by its engine: then it has its ports, and keeps its networks in use. */
export function isUp(state: ContainerState): boolean {
  return state === 'running' || state === 'paused' || state === 'restarting'
}
