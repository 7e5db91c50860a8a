import type { ObjectOf } from './kinds.ts'
import { annotations } from './labels.ts'

/**
 * Whether a service was applied with `--no-deps`: until an apply without that flag, it does not wait for the services that it depends on.
 */
export function isAlone({ metadata }: Pick<ObjectOf, 'metadata'>): boolean {
  return metadata.annotations?.[annotations.alone] !== undefined
}

/** What a service applied with `--no-deps` waits for, in words. */
export const aloneWords = 'none of what it depends on (--no-deps), until it is applied without'
