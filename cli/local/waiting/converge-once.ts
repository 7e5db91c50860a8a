import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { realClock } from '../../../clock/real.ts'
import { sleep } from '../../../clock/sleep.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { isAwaitedClaim } from '../../../store/source/acceptance/awaited-claims.ts'
import { acceptedOf } from '../../../store/source/acceptance/origins.ts'
import { sourceErrorWords } from '../../../store/source/facts/problem-facts.ts'
import type { SourceError } from '../../../store/source/reading/reading.ts'
import type { Source } from '../../../store/source/source.ts'
import type { Core } from '../open/core.ts'
import { farBindsIn } from '../../../controllers/task/far-binds.ts'
import { farBindWarnings } from '../far-binds.ts'
import { warningsAtEnd, type Ended } from './warnings-at-end.ts'
import { refuseAllSilent } from '../unreachable.ts'
import { settle } from './settle.ts'
import { leavingNow, stacksWithContent } from '../stack-content.ts'

/** How often to check whether the files are processed, ms. */
const LOOK_MS = 20

export interface ConvergeOptions {
  readonly source: Pick<Source, 'isAtRest' | 'errors'>
  readonly loops: Loops
  /** How long the wait may take in all, from now on, ms; absent: no limit. */
  readonly timeoutMs?: number
  /** Whether claims on what another watched directory declares may wait for that one, as those of a push; absent: they are errors. */
  readonly awaitsOthers?: boolean
  readonly signal: AbortSignal
}

/**
 * Does for all that is watched or was applied what `apply` does for files. Ends when the hosts are as declared, or at the deadline (exit
 * 4). Ends with exit 2 where all that was accepted is live, but some of the files was rejected.
 */
export async function* convergeOnce(core: Core, options: ConvergeOptions): AsyncGenerator<ProgressEvent> {
  const { source, timeoutMs, signal } = options
  const errors = () => errorsOf(core, options)
  const since = core.clock.now()
  const deadline = since + (timeoutMs ?? Number.POSITIVE_INFINITY)
  for (let isOver = false; !isOver; ) {
    if (!(await areRead(core, options, deadline))) return yield late(errors())
    const left = timeoutMs === undefined ? {} : { timeoutMs: Math.max(0, deadline - core.clock.now()) }
    const leaving = leavingNow(core.store)
    const stacks = stacksWithContent(core.store)
    const waiting = { ...left, stacks, leaving, once: true, signal }
    isOver = true
    for await (const event of settle(core, waiting)) {
      // An object that waited for another one to be gone is declared only now.
      isOver = event.type !== 'outcome' || event.exit !== exits.converged || source.isAtRest()
      if (isOver && event.type === 'outcome') yield* warningsOf(core, { stacks, since })
      if (isOver) yield withErrors(event, errors())
    }
  }
}

function warningsOf(core: Core, ended: Ended): readonly ProgressEvent[] {
  const binds = farBindsIn(core.store, new Set(ended.stacks))
  return [...warningsAtEnd(core, ended), ...farBindWarnings(core, binds)]
}

function errorsOf({ store }: Core, { source, awaitsOthers }: ConvergeOptions): readonly SourceError[] {
  const errors = source.errors()
  if (!awaitsOthers || errors.length === 0) return errors
  const accepted = acceptedOf(store)
  return errors.filter((error) => !isAwaitedClaim(error, accepted))
}

/** Adds to an outcome that some of the files was rejected, so that nobody takes it for success. Names the first error; the log has each. */
function withErrors(event: ProgressEvent, [first, ...more]: readonly SourceError[]): ProgressEvent {
  if (event.type !== 'outcome' || !first) return event
  const rest = more.length === 0 ? '' : `, and ${more.length} more`
  const wrong = {
    ...event,
    message: `${event.message}; not all of the files was taken: ${sourceErrorWords(first)}${rest}`,
  }
  if (event.exit !== exits.converged) return wrong
  return { ...wrong, exit: exits.usage, remedy: 'mend that, and run this again; what was accepted before stays' }
}

function late(errors: readonly SourceError[]): ProgressEvent {
  const outcome: ProgressEvent = {
    type: 'outcome',
    exit: exits.deadline,
    message: 'the watched directories were not done with in time',
    remedy: 'wait longer with --timeout',
  }
  return withErrors(outcome, errors)
}

/**
 * Waits until the files are processed; false if the deadline comes first. Objects that no file declares any more are deleted a while later,
 * which is part of it.
 */
async function areRead(
  { clock }: Core,
  { source, loops, signal }: ConvergeOptions,
  deadline: number,
): Promise<boolean> {
  while (!source.isAtRest()) {
    signal.throwIfAborted()
    refuseAllSilent(loops)
    if (clock.now() >= deadline) return false
    await sleep(realClock, LOOK_MS, signal)
  }
  return true
}
