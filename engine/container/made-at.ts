import type { ContainerInspect } from '../types/container.ts'

/** When a container was created, ms since the epoch; 0 where unknown. */
export function madeAt({ Created }: Pick<ContainerInspect, 'Created'>): number {
  return Date.parse(Created ?? '') || 0
}
