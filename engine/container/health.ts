import type { ContainerInspect } from '../types/container.ts'
import { isUp } from './is-up.ts'

/** The engines' default number of failing checks in a row until a container is unhealthy. */
export const DEFAULT_RETRIES = 3

type Seen = Pick<ContainerInspect, 'State' | 'Config'>

/**
 * The health of a container; undefined without a check. Engines also report `unhealthy` while a container is paused, and from a pause or
 * restart until the next check: that counts as `starting`.
 */
export function healthOf({ State, Config }: Seen): 'starting' | 'healthy' | 'unhealthy' | undefined {
  const { Status: said, FailingStreak: streak } = State.Health ?? {}
  if (said === 'starting' || said === 'healthy') return said
  if (said !== 'unhealthy') return undefined
  const retries = Config.Healthcheck?.Retries || DEFAULT_RETRIES
  return isUp(State.Status) && (streak ?? retries) < retries ? 'starting' : 'unhealthy'
}

/** Whether the engine reports unhealthy though not enough checks failed: no event will tell when they have. */
export function isHealthOpen(container: Seen): boolean {
  return container.State.Health?.Status === 'unhealthy' && healthOf(container) === 'starting'
}
