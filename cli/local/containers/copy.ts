import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { Installation } from '../../../api/v1/installation/installation.ts'
import type { PathStat } from '../../../api/v1/installation/path-stat.ts'
import { isKeptFailure } from '../../../api/v1/names.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import type { CopyInRequest, PathRequest } from '../../../api/v1/installation/requests.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { resourceIdOfRef } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { oneOffNamed } from '../one-off/named.ts'
import { answering, containersOf, engineOf, type Looking, type Placed, runningContainer } from './running-containers.ts'

/** The verbs that copy files. Each call looks up the task's container anew. */
export function copying(
  core: Core,
  looked: () => Promise<Loops>,
): Pick<Installation, 'statPath' | 'copyOut' | 'copyIn'> {
  return {
    statPath: async (request) => await statPath({ core, loops: await looked() }, request),
    async *copyOut(request) {
      yield* copyOut({ core, loops: await looked() }, request)
    },
    copyIn: async (request) => await copyIn({ core, loops: await looked() }, request),
  }
}

/** What is at a path of a task's container. */
async function statPath(looking: Looking, request: PathRequest): Promise<PathStat | undefined> {
  const { engine, id, run } = await within(looking, request, 'a person copies files')
  return await engine.statPath({ id, path: request.path }, run)
}

/** Streams a path as a tar, with backpressure. */
async function* copyOut(looking: Looking, request: PathRequest): AsyncGenerator<Uint8Array> {
  const left = new AbortController()
  const signal = AbortSignal.any([request.signal, left.signal])
  const { engine, id, run } = await within(looking, { ...request, signal }, 'a person copies files out of it')
  const tar = new PassThrough()
  const onBytes = (bytes: Uint8Array) => (tar.write(bytes) ? undefined : once(tar, 'drain', { signal }).then(() => {}))
  const copied = engine.copyOut({ id, path: request.path, onBytes }, run)
  void copied.then(
    () => tar.end(),
    (error: Error) => tar.destroy(error),
  )
  try {
    yield* tar as AsyncIterable<Uint8Array>
  } finally {
    left.abort(new Error('nobody reads it any more'))
  }
}

/** Unpacks a tar into a directory of a task's container. */
async function copyIn(looking: Looking, { tar, asItsUser, replaces, ...request }: CopyInRequest): Promise<void> {
  const { engine, id, run } = await within(looking, request, 'a person copies files into it')
  const how = { ...(asItsUser ? { asItsUser } : {}), ...(replaces ? { replaces } : {}) }
  await engine.copyIn({ id, path: request.path, tar, ...how }, run)
}

async function within({ core, loops }: Looking, { ref, signal }: PathRequest, reason: string) {
  const run = { signal, object: resourceIdOfRef(ref), reason }
  const oneOff = await oneOffNamed(core, ref, run)
  if (oneOff) return { engine: oneOff.engine, id: oneOff.container.Id, run }
  const { node, container } = containerOf(loops, ref)
  return { engine: await engineOf(core, node), id: container.Id, run }
}

/** The container to copy with: for a service the first running one, else a stopped one, as files can be copied from those too. */
function containerOf({ inventory }: Loops, ref: ObjectRef): Placed {
  const found = containersOf(inventory, ref).filter(({ container }) => !isKeptFailure(container.Name))
  const isRunning = found.some(({ container }) => container.State.Status === 'running')
  return (isRunning ? undefined : answering(inventory, found)[0]) ?? runningContainer(inventory, ref)
}
