import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { Outcome } from '../../../api/v1/installation/progress.ts'
import { isStopped } from '../../../api/v1/stopped.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import type { Key } from '../../../store/objects/store.ts'
import { concernOfServices } from '../concerns.ts'
import type { Core } from '../open/core.ts'
import { hostsAside } from '../waiting/view/hosts-in-view.ts'
import { isIdleWhereHeard } from '../waiting/looked.ts'
import { createRefusals, refusedIn } from '../waiting/ends/refusals.ts'
import { wakeQuiet } from '../waiting/settle.ts'
import { verdictOf } from '../waiting/ends/verdict.ts'
import { awaitedIn, viewOf } from '../waiting/view/view-of.ts'
import { servicesAmong } from '../waiting/view/wait-view.ts'

/** The check interval, ms; each check goes through all tasks of the stack. */
const LOOK_MS = 500
/** The first check, ms: by then the loops have retried what failed earlier. */
const FIRST_LOOK_MS = 1_500

interface Waiting {
  readonly stack: string
  /** The services to wait for. */
  readonly services: ReadonlySet<Key>
  /** Milliseconds since the epoch. */
  readonly deadline: number
  readonly signal: AbortSignal
}

/**
 * Returns a function to be called repeatedly. It returns the outcome, by the rules of `up`, once waiting for the services is in vain;
 * undefined otherwise.
 */
export function createHopeless(core: Core, loops: Loops, waiting: Waiting): () => Outcome | undefined {
  const { stack, ...rest } = waiting
  const options = { ...rest, stacks: [stack], leaving: [], uids: new Map<never, never>() }
  const since = core.clock.now()
  const noteRefusals = createRefusals()
  wakeQuiet(loops, refusedIn(core.store, options.stacks))
  let next = since + FIRST_LOOK_MS
  return () => {
    const now = core.clock.now()
    if (now < next) return undefined
    next = now + LOOK_MS
    const awaited = awaitedIn(core, options)
    // A service that was just started still has the status Stopped until its loop has run.
    if (servicesAmong(awaited.objects).some(isStopped)) return undefined
    const concerns = concernOfServices(core.store, options.stacks, waiting.services)
    const refusals = noteRefusals(awaited, now)
    const isIdle = isIdleWhereHeard(loops, concerns)
    const seen = { isFresh: true, isIdle, refusals, since, awaited, aside: hostsAside(core, loops, awaited) }
    const verdict = verdictOf(viewOf(core, loops, { ...options, ...seen }))
    return verdict?.exit === exits.converged ? undefined : verdict
  }
}
