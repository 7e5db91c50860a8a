import { isDeepStrictEqual } from 'node:util'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { hookOwnerKey } from '../../../api/v1/hook-job.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import { annotated, type FileReading, type ReadManifest } from '../../../store/source/reading/reading.ts'
import { withBuildHashes } from '../request/build-hashes.ts'

/**
 * Hashes the build sources of these services only. The others keep their hash: their sources may have changed as well, but were synced, and
 * no rollout was requested.
 */
export async function withHashesOf(services: ReadonlySet<Key>, file: FileReading, store: Store): Promise<FileReading> {
  const kept = new Map(file.manifests.flatMap((manifest) => keptOf(manifest, services, store)))
  const manifests = file.manifests.filter(({ id }) => !kept.has(id))
  const [hashed] = await withBuildHashes([{ ...file, manifests }], { store, among: [file] })
  const fresh = new Map(hashed?.manifests.map((each) => [each.id, each]))
  return { ...file, manifests: file.manifests.map((each) => kept.get(each.id) ?? fresh.get(each.id) ?? each) }
}

/** A service's `pre_start` jobs go with it. */
function isAmong(services: ReadonlySet<Key>, service: V1Service): boolean {
  return services.has(keyOf(service)) || services.has(hookOwnerKey(service) ?? '')
}

/** The service with its previous hash; none if its build declaration changed, so that it is hashed as usual. */
function keptOf(
  manifest: ReadManifest,
  services: ReadonlySet<Key>,
  store: Store,
): readonly (readonly [string, ReadManifest])[] {
  const { object, id } = manifest
  if (object.kind !== 'Service' || isAmong(services, object) || !object.spec.template.build) return []
  const before = store.get('Service', keyOf(object))
  const known = before?.metadata.annotations
  if (known?.[annotations.buildHash] === undefined) return []
  if (!isDeepStrictEqual(before?.spec.template.build, object.spec.template.build)) return []
  const kept = pick(known, [annotations.buildHash, annotations.buildkit, annotations.builtFrom])
  return [[id, annotated(manifest, kept)]]
}
