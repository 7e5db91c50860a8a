import { builtTag } from '../../../api/v1/built-image.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { pinnedId } from '../../../api/v1/pinned-image.ts'
import { ownImages } from '../../../controllers/image/own.ts'
import { buildTag } from '../../../controllers/service/target.ts'
import type { Store } from '../../../store/objects/store.ts'
import type { FileReading, ReadManifest } from '../../../store/source/reading/reading.ts'
import { resolvedBefore } from '../images/resolved-images.ts'

/** The manifest of a service with a build. */
export type BuiltManifest = ReadManifest & { readonly object: V1Service }

/**
 * Groups the services of a file that share one image, by equal build, image name and platform. The service that declares the build comes
 * first.
 */
export function buildsIn({ manifests }: FileReading): readonly (readonly [BuiltManifest, ...BuiltManifest[]])[] {
  const groups = new Map<string, [BuiltManifest, ...BuiltManifest[]]>()
  const built = manifests.filter(
    (manifest): manifest is BuiltManifest =>
      manifest.object.kind === 'Service' && manifest.object.spec.template.build !== undefined,
  )
  for (const manifest of [...built.filter(isWritten), ...built.filter((each) => !isWritten(each))]) {
    const { metadata, spec } = manifest.object
    const { build, image, platform } = spec.template
    const one = stableJson([metadata.namespace, build, image, platform])
    const group = groups.get(one)
    if (group) group.push(manifest)
    else groups.set(one, [manifest])
  }
  return [...groups.values()]
}

function isWritten({ sharesBuild }: ReadManifest): boolean {
  return !sharesBuild
}

/**
 * Whether a service that shares a build was accepted before builds could be shared, and already runs that very image. It stays as it is
 * until the build changes.
 */
export function runsItUnshared({ object, sharesBuild }: BuiltManifest, hashed: V1Service, store: Store): boolean {
  const before = store.get('Service', keyOf(object))
  if (!sharesBuild || !before || before.spec.template.build) return false
  const ran = resolvedBefore(object, store)?.image
  const tag = builtTag(buildTag(hashed))
  return ownImages(store).some(
    ({ id, names }) => ran !== undefined && pinnedId(ran) === id && names.some((name) => builtTag(name) === tag),
  )
}
