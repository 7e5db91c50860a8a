import type { ContainerInspect } from '../types/container.ts'
import { isUp } from './is-up.ts'

/** How many checks in a row fail before a container is unhealthy, where it does not say, as engines have it. */
export const DEFAULT_RETRIES = 3

type Seen = Pick<ContainerInspect, 'State' | 'Config'>

/**
 * What a container's checks come to; undefined where it has none. An engine calls unhealthy also what is paused, and what was until its
 * next check: then it is not known yet.
 */
export function healthOf({ State, Config }: Seen): 'starting' | 'healthy' | 'unhealthy' | undefined {
  const { Status: said, FailingStreak: streak } = State.Health ?? {}
  if (said === 'starting' || said === 'healthy') return said
  if (said !== 'unhealthy') return undefined
  const retries = Config.Healthcheck?.Retries || DEFAULT_RETRIES
  return isUp(State.Status) && (streak ?? retries) < retries ? 'starting' : 'unhealthy'
}

/** Whether its engine calls it unhealthy before its checks say so: no event tells that they do. */
export function isHealthOpen(container: Seen): boolean {
  return container.State.Health?.Status === 'unhealthy' && healthOf(container) === 'starting'
}
