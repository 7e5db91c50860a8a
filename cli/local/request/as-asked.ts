import { merge } from 'rxjs'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { isGreatGrowth } from '../../../api/v1/growth.ts'
import { hookOwner } from '../../../api/v1/hook-job.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { describeRef, isBeingDeleted, type ObjectRef, refOf } from '../../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import type { ResourceEvent } from '../../../api/v1/installation/progress.ts'
import type { ManifestRequest } from '../../../api/v1/installation/requests.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import { stopOf } from '../../../controllers/holds/stop.ts'
import { askRenewal, askRestart, isRestartToCome } from '../../../controllers/service/restart.ts'
import { isRetryAsked } from '../../../controllers/service/retry.ts'
import { forgetLeft } from '../../../controllers/task/act/left-volumes.ts'
import type { Key } from '../../../store/objects/store.ts'
import {
  type FileReading,
  type ReadManifest,
  readManifest,
  type ResourceId,
  servicesIn,
} from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { refuseInvalid } from '../refuse-invalid.ts'
import { leftData } from '../deletion/take-away.ts'
import { takenUp } from '../waiting/taken-up.ts'
import { scaledBy } from './changes.ts'
import { refuseUnknown } from './only-services.ts'

/** The readings with the numbers of replicas that a command says in the place of the files', noted as those of `scale` are. */
export function withScale(
  core: Pick<Core, 'store' | 'clock' | 'variable'>,
  { scale = {}, large }: Pick<ManifestRequest, 'scale' | 'large'>,
  files: readonly FileReading[],
): readonly FileReading[] {
  const counts = new Map(Object.entries(scale))
  if (counts.size === 0) return files
  refuseUnknown(files, [...counts.keys()])
  const scaled = scaledAs(core, counts, files)
  const meant = servicesIn(scaled).filter(({ metadata }) => counts.has(metadata.name))
  for (const service of meant) refuseHookJob(service)
  refuseInvalid(core, meant)
  if (!large) for (const service of meant) refuseGrowth(core, refOf(service), service.spec.replicas ?? 1)
  return scaled
}

/** The same of numbers that were taken before. */
export function scaledAs(
  { clock }: Pick<Core, 'clock'>,
  counts: ReadonlyMap<string, number>,
  files: readonly FileReading[],
): readonly FileReading[] {
  return files.map((file) => ({
    ...file,
    manifests: file.manifests.map((manifest) => {
      const { object } = manifest
      const replicas = object.kind === 'Service' ? counts.get(object.metadata.name) : undefined
      return object.kind !== 'Service' || replicas === undefined
        ? manifest
        : scaledManifest(manifest, object, { replicas, by: scaledBy(clock.now()) })
    }),
  }))
}

/** What no growth is asked about of: `withScale` did, of the numbers that a command says. */
export function mayGrowBy({ scale = {} }: Pick<ManifestRequest, 'scale'>): (id: ResourceId) => boolean {
  return (id) => {
    const [kind, , name = ''] = id.split('/')
    return kind === 'Service' && Object.hasOwn(scale, name)
  }
}

/** Throws of a service whose nodes say how many tasks it has. */
export function refuseGlobal(service: V1Service, remedy: string): void {
  if (!isGlobal(service.spec)) return
  const message = `${describeRef(refOf(service))} has one task per node: it has no number of replicas`
  throw new InstallationError(exits.usage, message, { remedy })
}

/** Throws of a step of a service's `pre_start`, of which there is one. */
export function refuseHookJob(service: V1Service): void {
  const owner = hookOwner(service)
  if (owner === undefined) return
  const message = `${describeRef(refOf(service))} is a step of the pre_start of ${owner}: it runs once`
  throw new InstallationError(exits.usage, message, { remedy: `scale ${owner} itself` })
}

/** Refuses a number of replicas that a command says and that looks like a zero too many: it is done at once, and takes long to undo. */
export function refuseGrowth({ store }: Pick<Core, 'store'>, ref: ObjectRef, replicas: number): void {
  const known = store.get('Service', keyFor(ref.namespace, ref.name))
  const before = known && !isBeingDeleted(known) ? (known.spec.replicas ?? 1) : undefined
  if (!isGreatGrowth(before, replicas)) return
  const words =
    before === undefined
      ? `is new, and ${replicas} replicas are very many`
      : `has ${before} ${before === 1 ? 'replica' : 'replicas'}, and ${replicas} are very many more`
  throw new InstallationError(exits.usage, `${describeRef(ref)} ${words}; nothing was changed`, {
    remedy: 'if that is meant, say --large',
  })
}

function scaledManifest(
  manifest: ReadManifest,
  service: V1Service,
  { replicas, by }: { readonly replicas: number; readonly by: string },
): ReadManifest {
  const { metadata, spec } = service
  refuseGlobal(service, 'leave it out of --scale')
  const noted = { ...metadata, annotations: { ...metadata.annotations, [annotations.scaled]: by } }
  return readManifest({ ...manifest, object: { ...service, metadata: noted, spec: { ...spec, replicas } } })
}

const RECREATED = 'all its tasks are replaced, as was asked for'
const RENEWED = `${RECREATED}, with new anonymous volumes`

/** Waits until the loops have taken up that services get new tasks, or their rollouts begin anew: what the state says until then is of before. */
export async function askedTakenUp(
  { store, begin }: Pick<Core, 'store' | 'begin'>,
  asked: readonly ResourceEvent[],
  { stacks, signal }: { readonly stacks: readonly string[]; readonly signal: AbortSignal },
): Promise<void> {
  if (asked.length === 0) return
  await begin(stacks)
  const keys = asked.map(({ object }) => object.slice('Service/'.length))
  const isAwaited = () => keys.some((key) => isRestartToCome(store, key) || isRetryAsked(store, key))
  await takenUp(merge(store.watchFacts(), store.watch('Service')), isAwaited, signal)
}

/**
 * Asks for new tasks of the services that are meant, where a command wants them though nothing changed, and says which; those that have
 * none, or are stopped, are left; their next tasks have new anonymous volumes where that is wanted, unless some still stop. To be called
 * when the files were accepted.
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

/** Without tasks it has nothing to replace: those that come begin anew. What still stops is to leave its data to the next one. */
function renewedIdle(key: Key, store: Core['store']): readonly ResourceEvent[] {
  const service = store.get('Service', key)
  const stays = service && leftData(service, store)
  if (stays === undefined) return []
  const tasks = [...store.by('Task', 'service', key).values()]
  if (tasks.length === 0) forgetLeft(key, store)
  const words = tasks.every(({ status }) => status?.phase === 'Completed') ? COMPLETED : STOPPING
  const details = tasks.length > 0 ? [words] : ['its next tasks have new anonymous volumes', stays]
  return [{ type: 'resource', object: `Service/${key}`, change: 'unchanged', details }]
}

const KEEPS = 'it keeps its anonymous volumes: `reconcile apply --renew-anon-volumes` again once'
const STOPPING = `${KEEPS} its tasks have stopped`
/** What completed stays, and is replaced as what runs is while nobody has stopped the service. */
const COMPLETED = `${KEEPS} it is started, as its tasks have completed`
