import type { ObjectOf } from './kinds.ts'
import { annotations } from './labels.ts'

/** Whether a service was applied with `--no-deps`: it waits for none of those that it depends on, until an apply without. */
export function isAlone({ metadata }: Pick<ObjectOf, 'metadata'>): boolean {
  return metadata.annotations?.[annotations.alone] !== undefined
}

/** What such a service waits for, in words. */
export const aloneWords = 'none of what it depends on (--no-deps), until it is applied without'
