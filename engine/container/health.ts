import type { ContainerInspect } from '../types/container.ts'
import { isUp } from './is-up.ts'

/** The engines' default number of failing checks in a row until a container is unhealthy. */
export const DEFAULT_RETRIES = 3

type Seen = Pick<ContainerInspect, 'State' | 'Config'>
type Check = NonNullable<NonNullable<ContainerInspect['State']['Health']>['Log']>[number]

/**
 * The health of a container; undefined without a check. Engines also report `unhealthy` while a container is paused, and from a pause or
 * restart until the next check: that counts as `starting`. So it does where too few checks have failed since one that could not be run.
 */
export function healthOf({ State, Config }: Seen): 'starting' | 'healthy' | 'unhealthy' | undefined {
  const { Status: said, FailingStreak: streak } = State.Health ?? {}
  if (said === 'starting' || said === 'healthy') return said
  if (said !== 'unhealthy') return undefined
  const retries = Config.Healthcheck?.Retries || DEFAULT_RETRIES
  const failed = Math.min(streak ?? retries, checksSinceUnrun(State))
  return isUp(State.Status) && failed < retries ? 'starting' : 'unhealthy'
}

/** How many checks were run since one that could not be; infinite where the engine remembers none such. It remembers five checks. */
function checksSinceUnrun({ Health }: ContainerInspect['State']): number {
  const log = Health?.Log ?? []
  const last = log.findLastIndex(isUnrun)
  return last === -1 ? Number.POSITIVE_INFINITY : log.length - 1 - last
}

/**
 * Whether a check could not be run, as the engine did not reach the runtime of its containers: containerd is restarted alone, as in an
 * upgrade, while they go on. That says nothing about them; Kubernetes does not count it either. No process exits with -1.
 */
function isUnrun({ ExitCode, Output }: Check): boolean {
  return ExitCode === -1 && UNREACHED.test(Output)
}

/** Of 20.10 and 28.5. */
const UNREACHED = /connection error: desc = "transport: /

/** Whether the last check could not be run. */
export function isUnchecked({ State }: Pick<ContainerInspect, 'State'>): boolean {
  return checksSinceUnrun(State) === 0
}

/** Whether the engine reports unhealthy though not enough checks failed: no event will tell when they have. */
export function isHealthOpen(container: Seen): boolean {
  return container.State.Health?.Status === 'unhealthy' && healthOf(container) === 'starting'
}
