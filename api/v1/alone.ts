import type { ObjectOf } from './kinds.ts'
import { annotations } from './labels.ts'

/** Whether a service was applied with `--no-deps`: it waits for none of those that it depends on, until an apply without. */
export function isAlone({ metadata }: Pick<ObjectOf, 'metadata'>): boolean {
  return metadata.annotations?.[annotations.alone] !== undefined
}
