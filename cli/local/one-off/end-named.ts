import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { DeleteRequest, StopRequest } from '../../../api/v1/installation/requests.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { isUp } from '../../../engine/container/is-up.ts'
import type { Run } from '../../../engine/run.ts'
import { remove } from '../deletion/delete.ts'
import type { Core } from '../open/core.ts'
import { stop } from '../stop.ts'
import { withOneOffs } from './deleted.ts'
import { findOneOffs, type Found, removeOneOff, soughtIn } from './find.ts'
import { endOneOff } from './start.ts'

/** Deletes what is named; of one-off containers, stops and removes those. */
export function deleteNamed(core: Core, request: DeleteRequest): AsyncIterable<ProgressEvent> {
  return endNamed(core, request, {
    change: 'deleted',
    end: (oneOff, run) => removeOneOff(oneOff, { volumes: request.volumes, run }),
    others: (rest) => withOneOffs(core, rest, remove(core, rest)),
  })
}

/** Stops what is named; of one-off containers, those that run. */
export function stopNamed(core: Core, request: StopRequest): AsyncIterable<ProgressEvent> {
  return endNamed(core, request, {
    change: 'stopped',
    end: async (oneOff, run) => {
      await endOneOff(oneOff, { oneOff, signal: request.signal }, { run, clock: core.clock })
      return []
    },
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
  /** Returns what is to be said of it. */
  readonly end: (oneOff: Found, run: Run) => Promise<readonly string[]>
  /** The verb itself, for all else that the request names. */
  readonly others: (request: R) => AsyncIterable<ProgressEvent>
}

async function* endNamed<R extends Naming>(
  core: Core,
  request: R,
  { change, end, others }: Ending<R>,
): AsyncGenerator<ProgressEvent> {
  const { oneOffs, rest } = await namedBy(core, request)
  async function* ended(): AsyncGenerator<ProgressEvent> {
    for (const oneOff of oneOffs) {
      const details = await end(oneOff, runFor(oneOff.stack, oneOff.name, request))
      const isNews = change === 'deleted' || isUp(oneOff.state)
      const said = details.length === 0 ? {} : { details }
      yield { type: 'resource', object: objectOf(oneOff), change: isNews ? change : 'unchanged', ...said }
    }
  }
  if (oneOffs.length === 0) return yield* others(request)
  if (rest.length > 0) return yield* afterAcceptance(others({ ...request, refs: rest }), ended)
  yield* ended()
  const [only] = oneOffs
  const what = only && oneOffs.length === 1 ? `${objectOf(only)} is` : `${oneOffs.length} containers are`
  yield { type: 'outcome', exit: exits.converged, message: `${what} ${change}` }
}

/**
 * The events of a verb, and of what else is to be done as soon as the verb is under way. Before that, the verb may throw, and nothing is to
 * be done; later, it may wait for what is done.
 */
async function* afterAcceptance(
  events: AsyncIterable<ProgressEvent>,
  done: () => AsyncIterable<ProgressEvent>,
): AsyncGenerator<ProgressEvent> {
  let isUnderWay = false
  for await (const event of events) {
    const isRefused = event.type === 'outcome' && event.exit !== exits.converged
    if (!isUnderWay && event.type !== 'warning' && !isRefused) {
      isUnderWay = true
      yield* done()
    }
    yield event
  }
}

/** Finds the one-off containers that a request names. Throws if one is not found and an engine does not answer. */
async function namedBy(
  core: Core,
  request: Naming,
): Promise<{ oneOffs: readonly Found[]; rest: readonly ObjectRef[] }> {
  const oneOffs = new Map<string, Found>()
  const rest: ObjectRef[] = []
  for (const ref of request.refs ?? []) {
    const { kind, namespace, name } = ref
    const isOther = kind !== 'Task' || core.store.get('Task', keyFor(namespace, name)) !== undefined
    const oneOff = isOther ? undefined : await sought(core, ref, request)
    if (oneOff) oneOffs.set(oneOff.id, oneOff)
    else rest.push(ref)
  }
  return { oneOffs: [...oneOffs.values()], rest }
}

async function sought(core: Core, { namespace, name }: ObjectRef, request: Naming): Promise<Found | undefined> {
  return soughtIn(await findOneOffs(core, namespace, runFor(namespace, name, request)), name)
}

function runFor(stack: string | undefined, name: string, { signal }: Naming): Run {
  return { signal, object: `OneOff/${stack}/${name}`, reason: 'a person ends it' }
}

function objectOf({ stack, name }: Found): string {
  return `Container/${stack}/${name}`
}
