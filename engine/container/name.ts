import type { ContainerInspect } from '../types/container.ts'

/** A container's name without the slash that inspect puts before it. */
export function nameOf({ Name }: Pick<ContainerInspect, 'Name'>): string {
  return Name.replace(/^\//, '')
}
