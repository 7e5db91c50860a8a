import type { V1Service } from '../../../api/v1/generated/types.ts'
import { isGreatGrowth } from '../../../api/v1/growth.ts'
import { hookOwner } from '../../../api/v1/hook-job.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { describeRef, isBeingDeleted, type ObjectRef, refOf } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import type { ManifestRequest } from '../../../api/v1/installation/requests.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import {
  annotated,
  type FileReading,
  type ReadManifest,
  type ResourceId,
  servicesIn,
} from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { refuseInvalid } from '../refuse-invalid.ts'
import { scaledBy } from './changes.ts'
import { refuseUnknown } from './only-services.ts'

/**
 * Applies `--scale` to the readings, annotated as `scale` does. Throws on unknown services, on `pre_start` jobs, on invalid results, and on
 * large growth without --large.
 */
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

/** Applies replica counts that were checked before. */
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

/** Exempts services of `--scale` from the approval of growth, which `withScale` has checked already. */
export function mayGrowBy({ scale = {} }: Pick<ManifestRequest, 'scale'>): (id: ResourceId) => boolean {
  return (id) => {
    const [kind, , name = ''] = id.split('/')
    return kind === 'Service' && Object.hasOwn(scale, name)
  }
}

/** Throws for a Global service, whose number of tasks follows from its nodes. */
export function refuseGlobal(service: V1Service, remedy: string): void {
  if (!isGlobal(service.spec)) return
  const message = `${describeRef(refOf(service))} has one task per node: it has no number of replicas`
  throw new InstallationError(exits.usage, message, { remedy })
}

/** Throws for a `pre_start` job, which runs once. */
export function refuseHookJob(service: V1Service): void {
  const owner = hookOwner(service)
  if (owner === undefined) return
  const message = `${describeRef(refOf(service))} is a step of the pre_start of ${owner}: it runs once`
  throw new InstallationError(exits.usage, message, { remedy: `scale ${owner} itself` })
}

/** Throws for a replica count so large that it looks like a typo: it takes effect at once, and is slow to undo. */
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
  refuseGlobal(service, 'leave it out of --scale')
  const object = { ...service, spec: { ...service.spec, replicas } }
  return annotated({ ...manifest, object }, { [annotations.scaled]: by })
}
