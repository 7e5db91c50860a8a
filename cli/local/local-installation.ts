import type { Attachable, Installation } from '../../api/v1/installation/installation.ts'
import type { ObjectWrites } from '../../api/v1/installation/object-writes.ts'
import { VERSION_TEXT } from '../../api/v1/version-text.ts'
import type { Installation as Loops } from '../../controllers/installation.ts'
import { apply } from './apply.ts'
import { approve } from './approve.ts'
import { copying } from './containers/copy.ts'
import type { Core } from './open/core.ts'
import { edit } from './edit/edit.ts'
import { editable } from './edit/editable.ts'
import { build } from './images/build.ts'
import { pruneImages } from './images/prune-images.ts'
import { pull } from './images/pull.ts'
import { usedImages } from './images/used-images.ts'
import { logs } from './logs/logs.ts'
import { describeObject, eventsOf, getObject, listObjects, notesIn, revealObjects, watchObjects } from './look.ts'
import { lookedAtAll } from './waiting/looked.ts'
import { changeObject } from './objects/change-object.ts'
import { createObject } from './objects/create-object.ts'
import { deleteObject } from './objects/delete-object.ts'
import { pause, resume } from './pause.ts'
import { deleteNamed, stopNamed } from './one-off/end-named.ts'
import { oneOffs } from './one-off/one-offs.ts'
import { processes } from './containers/processes.ts'
import { restart } from './restart.ts'
import { start } from './stop.ts'
import { pauseRollout, resumeRollout } from './rollout-pause.ts'
import { retry } from './retry.ts'
import { scale } from './scale.ts'
import { storeSecret } from './store-secret.ts'
import { readStack } from './swarm/find-stack.ts'
import { moveFromSwarm } from './swarm/move.ts'
import { undo } from './undo/undo.ts'
import { createSingleFlight } from '../../controllers/runtime/single-flight.ts'
import { measure } from './containers/usage.ts'

/** The installation in this process. `ending` aborts waiting for hosts. */
export function localInstallation(core: Core, ending?: AbortSignal): Installation & ObjectWrites & Attachable {
  const { store } = core
  /** Starts the loops; when only reading, waits until they have observed everything once, so that the status is current. */
  const look = async () => {
    const loops = await core.begin([])
    if (core.purpose === 'read') await lookedAtAll(loops, ending)
    return loops
  }
  let first: ReturnType<typeof look> | undefined
  const looked = () => (first ??= look())
  /** Lookups of an acting command need no loops; the command starts them itself for what it changes. */
  const found = async () => (core.purpose === 'act' ? undefined : await looked())
  return {
    ...finding(core, found),
    async *watch(kind, query) {
      await looked()
      yield* watchObjects(core, kind, query)
    },
    async describe(ref) {
      const { recorder } = await looked()
      return describeObject(core, ref, recorder.events())
    },
    async events(stack) {
      const { recorder } = await looked()
      return eventsOf(recorder.events(), stack)
    },
    notes: async (stack) => notesIn(store, stack),
    apply: (request) =>
      request.fromSwarm === undefined ? apply(core, request) : moveFromSwarm(core, request, request.fromSwarm),
    swarmStack: (request) => readStack(core, request),
    async plan(request) {
      // The simulated engine is as much code as the real one, and only plans need it.
      const { plan } = await import('./plan/plan.ts')
      return await plan(core, request)
    },
    createObject: (request) => createObject(core, request),
    changeObject: (request) => changeObject(core, request),
    deleteObject: (request) => deleteObject(core, request),
    delete: (request) => deleteNamed(core, request),
    scale: (request) => scale(core, request),
    async editable(ref) {
      await found()
      return await editable(core, ref)
    },
    edit: (request) => edit(core, request),
    retry: (request) => retry(core, request),
    undo: (request) => undo(core, request),
    restart: (request) => restart(core, request),
    approve: (request) => approve(core, request),
    ...pausing(core),
    storeSecret: (request) => storeSecret(core, request),
    logs: (request) => logs(core, request),
    ...copying(core, looked),
    ...processes(core, looked),
    ...oneOffs(core, looked),
    ...using(core, looked),
    version: async () => ({
      version: VERSION_TEXT,
      installation: core.installation,
      home: core.home,
      pid: process.pid,
    }),
    close: () => core.close(),
  }
}

/** The verbs that read objects. */
function finding({ store }: Core, found: () => Promise<unknown>): Pick<Installation, 'list' | 'revealed' | 'get'> {
  return {
    async list(kind, query) {
      await found()
      return listObjects(store, kind, query)
    },
    async revealed(kind, query) {
      await found()
      return revealObjects(store, kind, query)
    },
    async get(ref) {
      await found()
      return getObject(store, ref)
    },
  }
}

type Pausing = Pick<Installation, 'pause' | 'resume' | 'pauseRollout' | 'resumeRollout' | 'stop' | 'start'>

function pausing(core: Core): Pausing {
  return {
    stop: (request) => stopNamed(core, request),
    start: (request) => start(core, request),
    pause: (request) => pause(core, request),
    resume: (request) => resume(core, request),
    pauseRollout: (request) => pauseRollout(core, request),
    resumeRollout: (request) => resumeRollout(core, request),
  }
}

/** The verbs on resource usage and images. */
function using(
  core: Core,
  looked: () => Promise<Loops>,
): Pick<Installation, 'usage' | 'images' | 'pull' | 'build' | 'pruneImages'> {
  const share = createSingleFlight()
  return {
    pull: (request) => pull(core, request),
    build: (request) => build(core, request),
    usage: async (request) => await measure({ core, loops: await looked(), request, share }),
    images: async (request) => await usedImages({ core, loops: await looked() }, request),
    pruneImages: (request) => pruneImages(core, request),
  }
}
