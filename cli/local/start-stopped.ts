import { keyOf } from '../../api/v1/names.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { ManifestRequest } from '../../api/v1/installation/requests.ts'
import { startService, stopOf } from '../../controllers/holds/stop.ts'
import { type FileReading, servicesIn } from '../../store/source/reading/reading.ts'
import type { Core } from './open/core.ts'
import { refuseUnmoved } from './refuse-held.ts'

/** Refuses, before anything is accepted, to start services that are meant alone beside those of a swarm. */
export function refuseUnmovedIn(
  core: Pick<Core, 'store'>,
  { only }: Pick<ManifestRequest, 'only'>,
  files: readonly FileReading[],
): void {
  if (only) for (const service of servicesIn(files)) refuseUnmoved(core, service)
}

/** Lets the services that are meant alone run again where they were stopped, and says which: whoever names one means it to run. */
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
