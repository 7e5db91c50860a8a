import { exits, InstallationError, type ProgressEvent, type ScaleRequest } from '../../api/v1/installation.ts'
import { annotations } from '../../api/v1/labels.ts'
import { describeRef, type ObjectRef } from '../../api/v1/metadata.ts'
import { keyFor } from '../../api/v1/names.ts'
import { leftToServe } from './apply.ts'
import { scaledBy } from './changes.ts'
import type { Core } from './core.ts'
import { settle } from './settle.ts'
import { watchedPlace } from './watched-place.ts'

/** Sets the replicas of applied services; in a watched tree the file is the truth, so the line to edit is named instead. */
export async function* scale(core: Core, request: ScaleRequest): AsyncGenerator<ProgressEvent> {
  const { refs, replicas } = request
  for (const ref of refs) refuse(core, ref)
  for (const ref of refs) yield scaled(core, ref, replicas)
  await core.store.durable()
  const stacks = [...new Set(refs.map(({ namespace = '' }) => namespace))]
  if (!request.wait) return yield leftToServe(core)
  yield* settle(core, { ...request, stacks, leaving: [] })
}

function refuse({ store }: Core, ref: ObjectRef): void {
  const key = keyFor(ref.namespace, ref.name)
  const service = ref.kind === 'Service' ? store.get('Service', key) : undefined
  if (!service) throw new InstallationError(exits.failed, `there is no ${describeRef(ref)}`, { reason: 'NotFound' })
  if (service.spec.mode === 'Global' || service.spec.mode === 'GlobalJob')
    throw new InstallationError(exits.usage, `${describeRef(ref)} has one task per node: it has no number of replicas`)
  const place = watchedPlace(store, `Service/${key}`, 'spec.replicas')
  if (place === undefined) return
  throw new InstallationError(exits.usage, `${describeRef(ref)} is declared in a watched directory`, {
    remedy: `edit replicas in ${place}; serve acts on it at once`,
  })
}

function scaled({ store, clock }: Core, ref: ObjectRef, replicas: number): ProgressEvent {
  const key = keyFor(ref.namespace, ref.name)
  const before = store.get('Service', key)?.spec.replicas ?? 1
  store.update('Service', key, (draft) => {
    draft.spec.replicas = replicas
    draft.metadata.annotations = { ...draft.metadata.annotations, [annotations.scaled]: scaledBy(clock.now()) }
  })
  return { type: 'resource', object: `Service/${key}`, change: 'scaled', details: [`replicas ${before} → ${replicas}`] }
}
