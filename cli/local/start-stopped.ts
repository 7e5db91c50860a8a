import { keyOf } from '../../api/v1/names.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { ManifestRequest } from '../../api/v1/installation/requests.ts'
import { startService, stopOf } from '../../controllers/holds/stop.ts'
import { type FileReading, servicesIn } from '../../store/source/reading/reading.ts'
import type { Core } from './open/core.ts'
import { refuseUnmoved } from './refuse-held.ts'

/** Throws before anything is accepted if a named service would run beside a swarm's service that it is to replace. */
export function refuseUnmovedIn(
  core: Pick<Core, 'store'>,
  { only }: Pick<ManifestRequest, 'only'>,
  files: readonly FileReading[],
): void {
  if (only) for (const service of servicesIn(files)) refuseUnmoved(core, service)
}

/** Starts named services that were stopped, and returns the events: naming one means that it should run. */
export function startStopped(
  { store }: Pick<Core, 'store'>,
  { only }: Pick<ManifestRequest, 'only'>,
  files: readonly FileReading[],
): readonly ProgressEvent[] {
  if (!only) return []
  const stopped = servicesIn(files)
    .map(keyOf)
    .filter((key) => stopOf(store, key) !== undefined)
  return stopped.map((key) => {
    startService(store, key)
    return { type: 'resource', object: `Service/${key}`, change: 'started' }
  })
}
