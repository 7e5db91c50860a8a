import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { DeleteRequest, StopRequest } from '../../../api/v1/installation/requests.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import type { Run } from '../../../engine/run.ts'
import { remove } from '../deletion/delete.ts'
import type { Core } from '../open/core.ts'
import { stop } from '../stop.ts'
import { withOneOffs } from './deleted.ts'
import { findOneOffs, type Found, removeOneOff } from './find.ts'
import { endOneOff } from './start.ts'

/** Deletes what is named; of one-off containers, stops and removes those. */
export function deleteNamed(core: Core, request: DeleteRequest): AsyncIterable<ProgressEvent> {
  return endNamed(core, request, {
    change: 'deleted',
    end: removeOneOff,
    others: (rest) => withOneOffs(core, rest, remove(core, rest)),
  })
}

/** Stops what is named; of one-off containers, those that run. */
export function stopNamed(core: Core, request: StopRequest): AsyncIterable<ProgressEvent> {
  return endNamed(core, request, {
    change: 'stopped',
    end: (oneOff, run) => endOneOff(oneOff, { oneOff, signal: request.signal }, { run, clock: core.clock }),
    others: (rest) => stop(core, rest),
  })
}

/** A request that names objects. A task that does not exist may be the name of a one-off container. */
interface Naming {
  readonly refs?: readonly ObjectRef[]
  readonly signal: AbortSignal
}

interface Ending<R extends Naming> {
  readonly change: 'stopped' | 'deleted'
  readonly end: (oneOff: Found, run: Run) => Promise<void>
  /** The verb itself, for all else that the request names. */
  readonly others: (request: R) => AsyncIterable<ProgressEvent>
}

async function* endNamed<R extends Naming>(
  core: Core,
  request: R,
  { change, end, others }: Ending<R>,
): AsyncGenerator<ProgressEvent> {
  const { refs = [], signal } = request
  const rest: ObjectRef[] = []
  const ended: string[] = []
  for (const ref of refs) {
    const run = { signal, object: `OneOff/${ref.namespace}/${ref.name}`, reason: 'a person ends it' }
    const oneOff = await namedBy(core, ref, run)
    if (!oneOff) {
      rest.push(ref)
      continue
    }
    await end(oneOff, run)
    const object = `Container/${oneOff.stack}/${oneOff.name}`
    const isNews = change === 'deleted' || oneOff.state === 'running'
    yield { type: 'resource', object, change: isNews ? change : 'unchanged' }
    ended.push(object)
  }
  if (ended.length === 0) return yield* others(request)
  if (rest.length > 0) return yield* others({ ...request, refs: rest })
  const message = ended.length === 1 ? `${ended[0]} is ${change}` : `${ended.length} containers are ${change}`
  yield { type: 'outcome', exit: exits.converged, message }
}

async function namedBy(core: Core, { kind, namespace, name }: ObjectRef, run: Run): Promise<Found | undefined> {
  if (kind !== 'Task' || core.store.get('Task', keyFor(namespace, name))) return undefined
  return (await findOneOffs(core, namespace, run)).found.find((each) => each.name === name)
}
