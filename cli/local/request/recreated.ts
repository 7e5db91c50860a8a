import type { V1Service } from '../../../api/v1/generated/types.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { ResourceEvent } from '../../../api/v1/installation/progress.ts'
import type { ManifestRequest } from '../../../api/v1/installation/requests.ts'
import { stopOf } from '../../../controllers/holds/stop.ts'
import { leftWords } from '../../../controllers/service/act/left-data.ts'
import { askRenewal, askRestart } from '../../../controllers/service/restart.ts'
import { forgetLeft } from '../../../controllers/task/act/left-volumes.ts'
import type { Key } from '../../../store/objects/store.ts'
import { type FileReading, servicesIn } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'

/**
 * Requests new tasks for the named services where the command asks to recreate them, and returns the events. With `renew`, they get new
 * anonymous volumes. Services without tasks, and stopped ones, are left as they are; with `renew`, their next tasks get new volumes unless
 * old tasks still exist. Call it after the files were accepted.
 */
export function recreated(
  { store, clock }: Pick<Core, 'store' | 'clock'>,
  { recreate, renew, only }: Pick<ManifestRequest, 'recreate' | 'renew' | 'only'>,
  files: readonly FileReading[],
): readonly ResourceEvent[] {
  if (!recreate) return []
  const isMeant = ({ metadata }: V1Service) => only === undefined || only.services.includes(metadata.name)
  const keys = servicesIn(files).filter(isMeant).map(keyOf)
  const runs = (key: Key) => store.by('Task', 'service', key).size > 0 && stopOf(store, key) === undefined
  const idle = renew ? keys.filter((key) => !runs(key)).flatMap((key) => renewedIdle(key, store)) : []
  const running = keys.filter(runs).map((key): ResourceEvent => {
    const ask = renew ? askRenewal : askRestart
    ask(store, key, clock.now())
    const details = [renew ? RENEWED : RECREATED]
    return { type: 'resource', object: `Service/${key}`, change: 'restarted', details }
  })
  return [...running, ...idle]
}

const RECREATED = 'all its tasks are replaced, as was asked for'
const RENEWED = `${RECREATED}, with new anonymous volumes`

/**
 * Handles `renew` for a service that does not run. Without tasks, its kept volumes are forgotten. Tasks that still stop, or have completed,
 * keep theirs.
 */
function renewedIdle(key: Key, store: Core['store']): readonly ResourceEvent[] {
  const stays = leftWords(`Service/${key}`, store)
  if (stays === undefined) return []
  const tasks = [...store.by('Task', 'service', key).values()]
  if (tasks.length === 0) forgetLeft(key, store)
  const words = tasks.every(({ status }) => status?.phase === 'Completed') ? COMPLETED : STOPPING
  const details = tasks.length > 0 ? [words] : ['its next tasks have new anonymous volumes', stays]
  return [{ type: 'resource', object: `Service/${key}`, change: 'unchanged', details }]
}

const KEEPS = 'it keeps its anonymous volumes: `reconcile apply --renew-anon-volumes` again once'
const STOPPING = `${KEEPS} its tasks have stopped`
/** Completed tasks keep their volumes until the service is started, when they are replaced. */
const COMPLETED = `${KEEPS} it is started, as its tasks have completed`
