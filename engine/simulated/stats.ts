import type { ContainerStats } from '../types/stats.ts'
import { findContainer } from './containers.ts'
import type { HostState } from './state.ts'

/** A container's resource use by its behaviour; undefined for one that does not run. */
export function containerStats(host: HostState, id: string): ContainerStats | undefined {
  const { state, process } = findContainer(host, id)
  return state === 'running' ? (process?.behaviour.uses ?? { cpus: 0, memoryBytes: 1_000_000 }) : undefined
}
