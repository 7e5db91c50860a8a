import type { V1ObjectMeta } from '../../api/v1/generated/types.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'

/** Why a service or its stack is paused by people; undefined when it is not, or the time that was asked for is over. */
export function pauseOf(store: Store, metadata: V1ObjectMeta, now: number): string | undefined {
  const pause = store.fact('pause', keyOf({ metadata })) ?? store.fact('pause', metadata.namespace ?? '')
  if (pause === undefined || pause === null || typeof pause !== 'object' || Array.isArray(pause)) return undefined
  const { reason, until } = pause as { reason?: string; until?: number }
  if (until !== undefined && until <= now) return undefined
  return `paused${reason ? `: ${reason}` : ' by hand'}`
}
