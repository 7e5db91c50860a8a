import type { V1Service } from '../../../api/v1/generated/types.ts'
import { errorText } from '../../../api/v1/language/caught-error.ts'
import type { Log } from '../../../api/v1/installation/log.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { pause } from '../../../clock/sleep.ts'
import { pauseOf } from '../../../controllers/holds/pause.ts'
import { stopOf } from '../../../controllers/holds/stop.ts'
import { rolloutPauseOf } from '../../../controllers/service/rollout-pause.ts'
import { keepChanged } from '../applied/kept-changes.ts'
import type { Core } from '../open/core.ts'
import { DUE, isPullDue, notePulls } from './due.ts'
import { type PulledImages, pullImages } from './pull-images.ts'
import { movedImage, pinService } from './resolved-images.ts'

const LOOK_MS = 60_000

/** While `serve` runs, pulls images by the interval of their pull policies, and rolls out new ones. */
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

/** Returns a function that pulls what is due once; failures are logged and retried later. */
export function refresher(core: Core, log: Log): (signal: AbortSignal) => Promise<void> {
  return async (signal) => {
    const now = core.clock.now()
    notePulls(core)
    const due = [...core.store.list('Service').values()].filter((service) => isLookedAfter(core, service, now))
    if (due.length === 0) return
    try {
      await pullAnew(core, due, { log, signal })
    } catch (error) {
      if (signal.aborted) throw error
      log(`warning: ${errorText(error)}`)
      const failedAt = new Map(due.map((service) => [imageIn(service), now]))
      notePulls(core, { images: new Map(), pulledAt: new Map(), known: new Set(), failedAt })
    }
  }
}

interface Pulling {
  readonly log: Log
  readonly signal: AbortSignal
}

async function pullAnew(core: Core, due: readonly V1Service[], { log, signal }: Pulling): Promise<void> {
  const files = [{ manifests: due.map((object) => ({ object })) }]
  const pulling = pullImages(core, files, signal, DUE)
  let next = await pulling.next()
  for (; !next.done; next = await pulling.next())
    if (next.value.type === 'warning') log(`warning: ${next.value.message}`)
  const now = core.clock.now()
  for (const { metadata, spec } of due) {
    // A pull takes minutes: meanwhile the service may have been changed, held or deleted.
    const service = core.store.get('Service', keyOf({ metadata }))
    if (!service || imageIn(service) !== spec.template.image || !isLookedAfter(core, service, now)) continue
    take(core, service, { images: next.value.images, log })
  }
  notePulls(core, next.value, due)
}

function take(
  core: Core,
  service: V1Service,
  { images, log }: { readonly images: PulledImages; readonly log: Log },
): void {
  const moved = movedImage(service, images, core.store)
  if (!moved) return
  pinService(core.store, service, moved)
  for (const words of keepChanged(core, [`Service/${keyOf(service)}`])) log(`warning: ${words}`)
  log(`${keyOf(service)}: ${imageIn(service)} means another image now, which is rolled out`)
}

/** Whether the image is due and the service is not paused or stopped, so that no rollout happens behind people's backs. */
function isLookedAfter({ store }: Core, service: V1Service, now: number): boolean {
  if (isBeingDeleted(service) || !isPullDue(service, store, now)) return false
  const key = keyOf(service)
  const isHeld = pauseOf(store, service.metadata, now) ?? stopOf(store, key) ?? rolloutPauseOf(store, key)
  return isHeld === undefined
}

function imageIn({ spec }: V1Service): string {
  return spec.template.image ?? ''
}
