import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { Outcome } from '../../../api/v1/installation/progress.ts'
import { isStopped } from '../../../api/v1/stopped.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import type { Key } from '../../../store/objects/store.ts'
import { concernOfServices } from '../concerns.ts'
import type { Core } from '../open/core.ts'
import { hostsAside } from '../waiting/hosts-in-view.ts'
import { isIdleWhereHeard } from '../waiting/looked.ts'
import { createRefusals, refusedIn } from '../waiting/refusals.ts'
import { wakeQuiet } from '../waiting/settle.ts'
import { verdictOf } from '../waiting/verdict.ts'
import { awaitedIn, viewOf } from '../waiting/view-of.ts'
import { servicesAmong } from '../waiting/wait-view.ts'

/** Each look goes through the tasks of the stack. */
const LOOK_MS = 500
/** The loops have looked again by then: what stood in the way before may be gone. */
const FIRST_LOOK_MS = 1_500

interface Waiting {
  readonly stack: string
  /** The services that are waited for. */
  readonly services: ReadonlySet<Key>
  /** Milliseconds since the epoch. */
  readonly deadline: number
  readonly signal: AbortSignal
}

/** Tells, asked again and again, how the wait for services ends before its deadline, as an `up` of them would; undefined while there is hope. */
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
    // One that was started just now is told as stopped until its loop has looked.
    if (servicesAmong(awaited.objects).some(isStopped)) return undefined
    const concerns = concernOfServices(core.store, options.stacks, waiting.services)
    const refusals = noteRefusals([...awaited.objects, ...(awaited.usedBeside ?? [])], now)
    const isIdle = isIdleWhereHeard(loops, concerns)
    const seen = { isFresh: true, isIdle, refusals, since, awaited, aside: hostsAside(core, loops, awaited) }
    const verdict = verdictOf(viewOf(core, loops, { ...options, ...seen }))
    return verdict?.exit === exits.converged ? undefined : verdict
  }
}
