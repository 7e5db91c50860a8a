import { isUp } from '../container/is-up.ts'
import type { HostContainer } from '../inventory.ts'

/**
 * Whether `incoming` shows an earlier state of a container than `cached`: an answer that an event overtook. Judged by the engine's own
 * times, so the order of arrival does not matter.
 */
export function isOlder(incoming: HostContainer, cached: HostContainer): boolean {
  const [before, after] = [startedAt(incoming), startedAt(cached)]
  if (before !== after) return before < after
  const [rankBefore, rankAfter] = [rank(incoming), rank(cached)]
  if (rankBefore !== rankAfter) return rankBefore < rankAfter
  return health(incoming) === 'starting' && health(cached) !== 'starting' && health(cached) !== undefined
}

/** The last start, ms since the epoch; negative where there was none. */
export function startedAt({ State }: HostContainer): number {
  return timeOf(State.StartedAt)
}

export function finishedAt({ State }: HostContainer): number {
  return timeOf(State.FinishedAt)
}

/** Whether a container runs, or exited and may be restarted, as with its engine. */
export function mayRunOn(container: HostContainer): boolean {
  const { Status } = container.State
  return isUp(Status) || (Status === 'exited' && startedAt(container) > 0)
}

export function isRunning({ State }: HostContainer): boolean {
  return State.Status === 'running' || State.Status === 'paused'
}

/** The progress of a container within one run, which only rises: running, exited, being removed. */
function rank({ State }: HostContainer): number {
  if (State.Status === 'created') return 0
  if (State.Status === 'running' || State.Status === 'paused') return 1
  return State.Status === 'removing' ? 3 : 2
}

function health({ State }: HostContainer): string | undefined {
  return State.Status === 'running' ? State.Health?.Status : undefined
}

const never = -62_135_596_800_000

function timeOf(text: string | undefined): number {
  if (text === undefined || text === '' || text.startsWith('0001-')) return never
  return Date.parse(text)
}
