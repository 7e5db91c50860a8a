import type { ReadManifest } from './reading.ts'

/**
 * Of what is declared under one id, what counts: what somebody wrote; where nobody did, one, that of the file `owner` first. A project has a
 * default network in each of its files, as it has in Compose, and they are one and the same.
 */
export function withoutImplied(manifests: readonly ReadManifest[], owner?: string): readonly ReadManifest[] {
  if (manifests.length < 2) return manifests
  const written = manifests.filter(({ provenance }) => provenance.placeOf([]).origin !== 'default')
  if (written.length > 0) return written
  const [one = manifests[0]] = manifests.filter(({ file }) => file === owner)
  return one ? [one] : []
}
