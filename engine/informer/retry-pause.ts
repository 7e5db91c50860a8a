import type { Settings } from '../../api/v1/settings.ts'

const firstMs = 1_000

/** How long until a read is tried again that failed so often before, ms: down to what the periodic list does anyway. */
export function retryPause(failures: number, { relistMs }: Pick<Settings, 'relistMs'>): number {
  return Math.min(relistMs, firstMs * 2 ** Math.min(failures, 16))
}
