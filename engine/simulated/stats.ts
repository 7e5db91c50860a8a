import type { ContainerStats } from '../types/stats.ts'
import { findContainer } from './containers.ts'
import type { HostState } from './state.ts'

/** What a container uses, as its behaviour says; nothing of one that does not run. */
export function containerStats(host: HostState, id: string): ContainerStats | undefined {
  const { state, process } = findContainer(host, id)
  return state === 'running' ? (process?.behaviour.uses ?? { cpus: 0, memoryBytes: 1_000_000 }) : undefined
}
