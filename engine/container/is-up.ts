import type { ContainerState } from '../types/container.ts'

/** Whether a container's process runs, is paused, or is about to be started again by its engine: it has its ports, and keeps its networks. */
export function isUp(state: ContainerState): boolean {
  return state === 'running' || state === 'paused' || state === 'restarting'
}
