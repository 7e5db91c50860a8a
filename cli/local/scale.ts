import { annotations } from '../../api/v1/labels.ts'
import type { V1Service } from '../../api/v1/generated/types.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { ScaleRequest } from '../../api/v1/installation/requests.ts'
import { pauseOf } from '../../controllers/holds/pause.ts'
import { type ResourceId, resourceIdOfRef } from '../../store/source/reading/reading.ts'
import { broughtAbout, servicesNamed } from './brought-about.ts'
import { refuseGlobal, refuseGrowth, refuseHookJob } from './request/replica-counts.ts'
import { scaledBy } from './request/changes.ts'
import type { Core } from './open/core.ts'
import { namedService } from './named-service.ts'
import { refuseInvalid } from './refuse-invalid.ts'
import { sharedDataWarnings } from './shared-data.ts'
import { saveEdits } from './watched/save-edits.ts'
import { tellingChanges } from './watched/changing-files.ts'
import { editFiles } from './watched/edit.ts'
import { type AskedSpecs, askedOf } from './waiting/view/overridden.ts'
import { isWatched } from './watched/file.ts'

/**
 * Sets the replicas of services: in the state for applied ones, in the file for those of a watched tree, where the file is the source of
 * truth.
 */
export async function* scale(core: Core, request: ScaleRequest): AsyncGenerator<ProgressEvent> {
  const { refs, replicas } = request
  for (const ref of refs) refuse(core, ref)
  if (!request.large) for (const ref of refs) refuseGrowth(core, ref, replicas)
  const wanted = refs.flatMap((ref) => withReplicas(core, ref, replicas))
  refuseInvalid(core, wanted)
  const shared = wanted.flatMap((service) => sharedDataWarnings(core.store, service, replicasNow(core, service)))
  const isInFile = (ref: ObjectRef) => isWatched(core, resourceIdOfRef(ref))
  const ids = refs.filter(isInFile).map(resourceIdOfRef)
  yield* tellingChanges(core, ids, () => scaledInFiles(core, ids, request))
  const paused = refs.filter((ref) => pauseOfService(core, ref))
  const done = refs.filter((ref) => !isInFile(ref)).map((ref) => scaled(core, ref, replicas))
  const stacks = refs.map(({ namespace }) => namespace)
  const asked = askedFor(
    core,
    refs.filter((ref) => !paused.includes(ref)),
    replicas,
  )
  yield* broughtAbout(core, request, {
    ...{
      done: [...done, ...paused.map((ref) => pauseWords(core, ref)), ...shared],
      stacks,
      ...servicesNamed(refs),
      asked,
    },
    ...{ isNoUpdate: true, paused: new Set(paused.map(({ namespace, name }) => keyFor(namespace, name))) },
  })
}

async function* scaledInFiles(
  core: Core,
  ids: readonly ResourceId[],
  { refs, replicas }: ScaleRequest,
): AsyncGenerator<ProgressEvent> {
  const edits = ids.map((id) => ({ id, path: ['spec', 'replicas'], value: replicas }))
  yield* saveEdits(core, await editFiles(core, edits), {
    change: 'scaled',
    message: `Scale ${refs.map(({ name }) => name).join(', ')} to ${replicas}`,
  })
}

function pauseOfService({ store, clock }: Core, { namespace, name }: ObjectRef) {
  return pauseOf(store, { namespace, name }, clock.now())
}

/** Says of a paused service that its replicas change once the pause ends, which is not waited for. */
function pauseWords(core: Core, ref: ObjectRef): ProgressEvent {
  const why = pauseOfService(core, ref)?.message ?? ''
  return {
    type: 'warning',
    message: `Service ${keyFor(ref.namespace, ref.name)} is scaled once its pause ends: ${why}`,
  }
}

/** Builds the specs to wait for with our number, as someone else may have set another while a file was written. */
function askedFor({ store }: Core, refs: readonly ObjectRef[], replicas: number): AskedSpecs {
  const keys = refs.map(({ namespace, name }) => keyFor(namespace, name))
  return askedOf(store, keys, ['replicas']).map(({ service, ...each }) => ({
    ...each,
    service: { ...service, spec: { ...service.spec, replicas } },
  }))
}

function refuse({ store }: Core, ref: ObjectRef): void {
  const service = namedService(store, ref)
  refuseHookJob(service)
  refuseGlobal(service, 'say in its manifest which nodes (placement), or make its mode Replicated')
}

function withReplicas({ store }: Core, { namespace, name }: ObjectRef, replicas: number): V1Service[] {
  const service = store.get('Service', keyFor(namespace, name))
  return service ? [{ ...service, spec: { ...service.spec, replicas } }] : []
}

function replicasNow({ store }: Core, service: V1Service): number | undefined {
  return store.get('Service', keyOf(service))?.spec.replicas
}

function scaled({ store, clock }: Core, ref: ObjectRef, replicas: number): ProgressEvent {
  const key = keyFor(ref.namespace, ref.name)
  const object = `Service/${key}`
  const had = store.get('Service', key)?.spec.replicas
  if (had === replicas) return { type: 'resource', object, change: 'unchanged' }
  store.update('Service', key, (draft) => {
    draft.spec.replicas = replicas
    draft.metadata.annotations = { ...draft.metadata.annotations, [annotations.scaled]: scaledBy(clock.now()) }
  })
  return { type: 'resource', object, change: 'scaled', details: [`replicas ${had ?? 1} → ${replicas}`] }
}
