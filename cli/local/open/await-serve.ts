import { realClock } from '../../../clock/real.ts'
import { sleep } from '../../../clock/sleep.ts'
import { describeHolder, type Holder } from '../../../store/lock/holder.ts'
import { SERVE_COMMAND, stateHolder } from './open-state.ts'

/** The pause between two looks at whether a serve answers, ms. */
const PAUSE_MS = 50

/** Thrown in place of a wait for the lock of a serve: once it answers, it does what the command asks. */
export class HeldByServe extends Error {}

/** What to wait for, and how long. */
export interface AwaitedServe<T> {
  readonly home: string
  readonly waitMs: number
  readonly signal: AbortSignal
  /** Connects to the serve; undefined while nothing answers at its socket. */
  readonly connect: () => Promise<T | undefined>
  readonly log: (line: string) => void
}

/**
 * Waits while a serve has the state and does not answer, as one that is beginning: returns it once it does, else how long is left to wait
 * for the lock, ms, once no serve has it or the time is up. Returns at once if no serve has it.
 */
export async function serveBeginning<T>({
  home,
  waitMs,
  signal,
  connect,
  log,
}: AwaitedServe<T>): Promise<{ readonly served?: T; readonly leftMs: number }> {
  const end = realClock.now() + waitMs
  for (let looks = 0; ; looks++) {
    const holder = await stateHolder({ home, clock: realClock })
    const leftMs = Math.max(0, end - realClock.now())
    if (holder?.command !== SERVE_COMMAND) return { leftMs }
    const served = await connect()
    if (served) return { served, leftMs }
    if (leftMs === 0) return { leftMs }
    if (looks === 0) log(waitingWords({ holder, home, waitMs }))
    await sleep(realClock, Math.min(PAUSE_MS, leftMs), signal)
  }
}

/** What is waited for, for people. */
interface Waiting extends Pick<AwaitedServe<unknown>, 'home' | 'waitMs'> {
  readonly holder: Holder | undefined
}

/** The line for people about who is waited for. */
export function waitingWords({ holder, home, waitMs }: Waiting): string {
  const most = Number.isFinite(waitMs) ? ` up to ${waitMs / 1000} s` : ''
  return `waiting${most} for ${describeHolder(holder)}, which has ${home}`
}
