import { errorText } from '../../../api/v1/language/caught-error.ts'
import { exitOf, exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { Outcome, ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { ActRequest } from '../../../api/v1/installation/requests.ts'
import { startService } from '../../../controllers/holds/stop.ts'
import { broughtAbout } from '../brought-about.ts'
import { pause } from '../../../clock/sleep.ts'
import type { Core } from '../open/core.ts'
import { isAwaited } from '../stop.ts'
import type { FoundStack } from './find-stack.ts'
import { type Held, hold } from './moving.ts'
import { endsInMs, unpark } from './park.ts'
import type { Move } from './plan-moves.ts'

/** A service that ends this soon after its start was not up, ms; the default monitor time of a swarm's update. */
const MONITOR_MS = 5_000

/** Starts our service and waits until it has stayed up. Only that service counts, not the rest of the stack. */
export async function* startOurs(
  core: Core,
  { key, stack }: Held & { readonly stack: string },
  request: ActRequest,
): AsyncGenerator<ProgressEvent, Outcome> {
  startService(core.store, key)
  const started = yield* untilOutcome(turnedOver(core, { key, stack }, request))
  if (started.exit !== exits.converged) return started
  await pause(core.clock, MONITOR_MS, request.signal)
  return yield* untilOutcome(turnedOver(core, { key, stack }, request))
}

/** Stops our service, then restores the swarm's once ours is gone. Not cancelled by what ended the move. */
export async function giveBack(
  core: Core,
  found: FoundStack,
  { move, steal = false }: { readonly move: Move; readonly steal?: boolean | undefined },
): Promise<void> {
  const { signal } = new AbortController()
  hold(core, move)
  const grace = core.store.get('Service', move.key)?.spec.template.stopGracePeriodSeconds
  const request = { wait: true, timeoutMs: endsInMs(grace), ...(steal ? { steal } : {}), signal }
  const { stack } = found
  const ended = await lastOf(turnedOver(core, { key: move.key, stack }, request)).catch(asOutcome)
  if (ended.exit !== exits.converged) throw stillOurs(stack, move, ended)
  try {
    await unpark(found, move, signal)
  } catch (cause) {
    throw new InstallationError(
      exits.failed,
      `${move.name} is ended here, and ${move.swarmName} of the swarm could not be told to run again: ${errorText(cause)}`,
      { remedy: 'run the same command again: it goes on with this service', cause },
    )
  }
}

function turnedOver(core: Core, { key, stack }: { key: string; stack: string }, request: ActRequest) {
  return broughtAbout(core, request, {
    done: [],
    stacks: [stack],
    services: new Set([key]),
    isAwaited: () => isAwaited(core, key),
  })
}

/** The error if ours may still run: two of one service would write to the same volumes. */
function stillOurs(stack: string, { name, swarmName }: Move, { exit, message }: Outcome): InstallationError {
  return new InstallationError(
    exit,
    `${name} was not moved, and may still run here: ${message}. So ${swarmName} of the swarm stays without a task`,
    {
      remedy: `see \`reconcile describe service/${name} -n ${stack}\`; once its cause is gone, run the same command again: it goes on with this service`,
    },
  )
}

async function lastOf(events: AsyncIterable<ProgressEvent>): Promise<Outcome> {
  const all = untilOutcome(events)
  let next = await all.next()
  while (!next.done) next = await all.next()
  return next.value
}

function asOutcome(cause: unknown): Outcome {
  return { type: 'outcome', exit: exitOf(cause), message: errorText(cause) }
}

/** Passes events on, and returns the outcome. */
export async function* untilOutcome(events: AsyncIterable<ProgressEvent>): AsyncGenerator<ProgressEvent, Outcome> {
  for await (const event of events) {
    if (event.type === 'outcome') return event
    yield event
  }
  throw new Error('it ended without an outcome')
}
