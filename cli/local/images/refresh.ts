import type { V1Service } from '../../../api/v1/generated/types.ts'
import { errorText } from '../../../api/v1/caught-error.ts'
import { annotations } from '../../../api/v1/labels.ts'
import type { Log } from '../../../api/v1/log.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { pause } from '../../../clock/sleep.ts'
import { pauseOf } from '../../../controllers/runtime/pause.ts'
import { stopOf } from '../../../controllers/runtime/stop.ts'
import { rolloutPauseOf } from '../../../controllers/service/rollout-pause.ts'
import { isSameImage, pinOf } from '../../../controllers/task/pin.ts'
import type { Core } from '../open/core.ts'
import { DUE, isPullDue } from './due.ts'
import { pullImages } from './pull-images.ts'
import { resolvedBefore } from './resolved-images.ts'

const LOOK_MS = 60_000
/** When what a registry refused is asked for again. */
const RETRY_MS = 600_000

/** Pulls images anew by the time that their services' pull policies say, while `serve` runs, and has what is new rolled out. */
export function startRefresh(core: Core, log: Log): { close(): Promise<void> } {
  const over = new AbortController()
  const refresh = refresher(core, log)
  const run = async () => {
    while (!over.signal.aborted) {
      await pause(core.clock, LOOK_MS, over.signal)
      await refresh(over.signal)
    }
  }
  const running = run().catch((error: unknown) => {
    if (!over.signal.aborted) log(`error: no image is pulled by time any more: ${errorText(error)}`)
  })
  return {
    async close() {
      over.abort()
      await running
    },
  }
}

/** One look at what is due; what fails is said, and waits a while. */
export function refresher(core: Core, log: Log): (signal: AbortSignal) => Promise<void> {
  const triedAt = new Map<string, number>()
  return async (signal) => {
    const now = core.clock.now()
    const due = [...core.store.list('Service').values()].filter(
      (service) => isLookedAfter(core, service, now) && now - (triedAt.get(imageIn(service)) ?? 0) >= RETRY_MS,
    )
    if (due.length === 0) return
    for (const service of due) triedAt.set(imageIn(service), now)
    try {
      await pullAnew(core, due, { log, signal })
    } catch (error) {
      if (signal.aborted) throw error
      log(`warning: ${errorText(error)}`)
    }
    for (const service of due) if (!isPullDue(service, core.store, now)) triedAt.delete(imageIn(service))
  }
}

interface Pulling {
  readonly log: Log
  readonly signal: AbortSignal
}

async function pullAnew(core: Core, due: readonly V1Service[], { log, signal }: Pulling): Promise<void> {
  const pulling = pullImages(core, [{ manifests: due.map((object) => ({ object })) }], signal, DUE)
  let next = await pulling.next()
  for (; !next.done; next = await pulling.next())
    if (next.value.type === 'warning') log(`warning: ${next.value.message}`)
  for (const service of due) {
    const image = next.value.get(imageIn(service))
    const before = resolvedBefore(service, core.store)
    if (!image || !before || isSameImage(image, before.image)) continue
    log(`${keyOf(service)}: ${imageIn(service)} means another image now, which is rolled out`)
    core.store.update('Service', keyOf(service), (draft) => {
      draft.metadata.annotations = { ...draft.metadata.annotations, [annotations.image]: pinOf(image) }
    })
  }
}

/** What people hold still gets no new image behind their backs. */
function isLookedAfter({ store }: Core, service: V1Service, now: number): boolean {
  if (isBeingDeleted(service) || !isPullDue(service, store, now)) return false
  const key = keyOf(service)
  const isHeld = pauseOf(store, service.metadata, now) ?? stopOf(store, key) ?? rolloutPauseOf(store, key)
  return isHeld === undefined
}

function imageIn({ spec }: V1Service): string {
  return spec.template.image ?? ''
}
