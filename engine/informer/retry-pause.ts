import type { Settings } from '../../api/v1/settings.ts'

const firstMs = 1_000

/** The backoff of a read after `failures` failures, ms; at most the period of the full list. */
export function retryPause(failures: number, { relistMs }: Pick<Settings, 'relistMs'>): number {
  return Math.min(relistMs, firstMs * 2 ** Math.min(failures, 16))
}
