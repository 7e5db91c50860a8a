import type { HostView } from './inventory.ts'

/** Since when a host that does not answer is silent, ms since the epoch: it may have been asked anew since its last answer. */
export function silentSince({ lastAnswer, askedSince }: Pick<HostView, 'lastAnswer' | 'askedSince'>): number {
  return Math.max(lastAnswer, askedSince)
}
