import { keyOf } from '../../api/v1/names.ts'
import type { ProgressEvent } from '../../api/v1/progress.ts'
import type { ManifestRequest } from '../../api/v1/requests.ts'
import { startService, stopOf } from '../../controllers/holds/stop.ts'
import { type FileReading, servicesIn } from '../../store/source/reading.ts'
import type { Core } from './open/core.ts'
import { refuseUnmoved } from './refuse-held.ts'

/** Lets the services that are meant alone run again where they were stopped, and says which: whoever names one means it to run. */
export function startStopped(
  core: Pick<Core, 'store'>,
  { only }: Pick<ManifestRequest, 'only'>,
  files: readonly FileReading[],
): readonly ProgressEvent[] {
  if (!only) return []
  const stopped = servicesIn(files).filter((service) => stopOf(core.store, keyOf(service)) !== undefined)
  for (const service of stopped) refuseUnmoved(core, service)
  return stopped.map((service) => {
    startService(core.store, keyOf(service))
    return { type: 'resource', object: `Service/${keyOf(service)}`, change: 'started' }
  })
}
