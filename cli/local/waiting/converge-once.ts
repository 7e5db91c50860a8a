import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { realClock } from '../../../clock/real.ts'
import { sleep } from '../../../clock/sleep.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { sourceErrorWords } from '../../../store/source/facts/problem-facts.ts'
import type { SourceError } from '../../../store/source/reading/reading.ts'
import type { Source } from '../../../store/source/source.ts'
import type { Core } from '../open/core.ts'
import { farBindsIn } from '../../../controllers/task/far-binds.ts'
import { farBindWarnings } from '../far-binds.ts'
import { apartWarnings, type Ended } from './apart-warnings.ts'
import { refuseAllSilent } from '../unreachable.ts'
import { settle } from './settle.ts'
import { leavingNow, stacksWithContent } from '../stack-content.ts'

/** How often it is looked whether the files are done with. */
const LOOK_MS = 20

export interface ConvergeOptions {
  readonly source: Pick<Source, 'isAtRest' | 'errors'>
  readonly loops: Loops
  /** For how long in all, from now on; absent: for as long as it takes. */
  readonly timeoutMs?: number
  readonly signal: AbortSignal
}

/**
 * What `apply` does for files, for all that is watched or was applied: ends when the hosts are so, or at the deadline (exit 4); with
 * exit 2 where all is as was accepted, and something of the files was not.
 */
export async function* convergeOnce(core: Core, options: ConvergeOptions): AsyncGenerator<ProgressEvent> {
  const { source, timeoutMs, signal } = options
  const since = core.clock.now()
  const deadline = since + (timeoutMs ?? Number.POSITIVE_INFINITY)
  for (let isOver = false; !isOver; ) {
    if (!(await areRead(core, options, deadline))) return yield late(source)
    const left = timeoutMs === undefined ? {} : { timeoutMs: Math.max(0, deadline - core.clock.now()) }
    const leaving = leavingNow(core.store)
    const stacks = stacksWithContent(core.store)
    const waiting = { ...left, stacks, leaving, once: true, signal }
    isOver = true
    for await (const event of settle(core, waiting)) {
      // What waited for another one to be gone is declared only now.
      isOver = event.type !== 'outcome' || event.exit !== exits.converged || source.isAtRest()
      if (isOver && event.type === 'outcome') yield* warningsOf(core, { stacks, since })
      if (isOver) yield withErrors(event, source.errors())
    }
  }
}

function warningsOf(core: Core, ended: Ended): readonly ProgressEvent[] {
  const binds = farBindsIn(core.store, new Set(ended.stacks))
  return [...apartWarnings(core, ended), ...farBindWarnings(core, binds)]
}

/** How it ends where not all that the files say was taken: nobody is to take that for success. The log has each of the errors. */
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

function late(source: ConvergeOptions['source']): ProgressEvent {
  const outcome: ProgressEvent = {
    type: 'outcome',
    exit: exits.deadline,
    message: 'the watched directories were not done with in time',
    remedy: 'wait longer with --timeout',
  }
  return withErrors(outcome, source.errors())
}

/** Whether the files are done with before the deadline: what is in none of them any more is deleted a while later, and that belongs to it. */
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
