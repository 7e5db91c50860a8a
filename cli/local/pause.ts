import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { describeRef, type ObjectRef } from '../../api/v1/metadata.ts'
import { keyFor, splitKey } from '../../api/v1/names.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { PauseRequest, ResumeRequest } from '../../api/v1/installation/requests.ts'
import { pauseOf, setPause } from '../../controllers/holds/pause.ts'
import type { Core } from './open/core.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** The latest time of a Date, ms since the epoch. */
const LATEST = 8.64e15

/** Stops reconciling services, or all services of stacks, until they are resumed or the time is over. What runs keeps running. */
export async function* pause(core: Core, { refs, until, reason }: PauseRequest): AsyncGenerator<ProgressEvent> {
  const { store, clock } = core
  if (until !== undefined && !(until > clock.now() && until <= LATEST))
    throw new InstallationError(exits.usage, 'the pause would be over already, or never', {
      remedy: 'pause for a time to come, or without an end',
    })
  const what = { ...(until === undefined ? {} : { until }), ...(reason === undefined ? {} : { reason }) }
  yield* each(core, refs, (key, object) => {
    setPause(store, key, what)
    const details = [...(until === undefined ? [] : [`until ${timestamp(until)}`]), ...(reason ? [reason] : [])]
    return { type: 'resource', object, change: 'paused', ...(details.length > 0 ? { details } : {}) }
  })
}

/** Ends pauses of services or stacks. */
export async function* resume(core: Core, { refs }: ResumeRequest): AsyncGenerator<ProgressEvent> {
  const { store, clock } = core
  for (const { kind, namespace, name } of refs) {
    if (kind !== 'Service' || namespace === undefined || store.fact('pause', keyFor(namespace, name))) continue
    // A stack's pause covers all of its services; one alone can't be resumed.
    if (pauseOf(store, { namespace, name }, clock.now()))
      throw new InstallationError(exits.usage, `it is stack ${namespace} that is paused, with all its services`, {
        remedy: `resume it with \`reconcile resume stack/${namespace}\``,
      })
  }
  yield* each(core, refs, (key, object) => {
    const isPaused = store.fact('pause', key) !== undefined
    setPause(store, key, undefined)
    const still = object.startsWith('Service/') ? pauseOf(store, splitKey(key), clock.now()) : undefined
    const details = still ? { details: [`its stack is ${still.message}`] } : {}
    return { type: 'resource', object, change: isPaused ? 'resumed' : 'unchanged', ...details }
  })
}

/** The end of a command that sets or ends a pause. Without `serve` nobody acts on it at once. */
export function pauseOutcome({ purpose }: Pick<Core, 'purpose'>): ProgressEvent {
  const message = purpose === 'serve' ? 'done' : 'done; it counts from the next apply or serve on'
  return { type: 'outcome', exit: exits.converged, message }
}

async function* each(
  core: Core,
  refs: readonly ObjectRef[],
  act: (key: string, object: string) => ProgressEvent,
): AsyncGenerator<ProgressEvent> {
  const { store } = core
  const keys = refs.map((ref) => keyOf(store, ref))
  const events = keys.map(({ key, object }) => act(key, object))
  await store.durable()
  yield* events
  yield pauseOutcome(core)
}

function keyOf(store: Core['store'], ref: ObjectRef): { readonly key: string; readonly object: string } {
  const key = keyFor(ref.namespace, ref.name)
  if (ref.kind !== 'Service' && ref.kind !== 'Stack')
    throw new InstallationError(exits.usage, `${describeRef(ref)} can't be paused`, {
      remedy: 'pause services or stacks',
    })
  if (!store.get(ref.kind, key))
    throw new InstallationError(exits.failed, `there is no ${describeRef(ref)}`, {
      reason: 'NotFound',
      remedy: 'see what there is with `reconcile get stacks,services`',
    })
  return { key, object: `${ref.kind}/${key}` }
}
