import type { ReadManifest } from './reading.ts'

/**
 * Resolves several manifests with one id: those that somebody wrote count; if all are implied, only one does, preferably that of the file
 * `owner`. As in Compose, each file of a project implies the same default network.
 */
export function withoutImplied(manifests: readonly ReadManifest[], owner?: string): readonly ReadManifest[] {
  if (manifests.length < 2) return manifests
  const written = manifests.filter(({ provenance }) => provenance.placeOf([]).origin !== 'default')
  if (written.length > 0) return written
  const [one = manifests[0]] = manifests.filter(({ file }) => file === owner)
  return one ? [one] : []
}
