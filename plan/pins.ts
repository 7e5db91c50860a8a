import { fullName } from '../api/v1/image-reference.ts'
import type { RegistryImage } from '../engine/simulated/behaviour.ts'
import type { Store } from '../store/objects/store.ts'

/** What a pull of a reference is taken to bring: for a tag that a revision ran, the image that it ran then. */
export function pinnedImages(store: Store): (reference: string) => Pick<RegistryImage, 'digest' | 'id'> {
  const pins = new Map<string, string>()
  for (const { spec } of [...store.list('Revision').values()].sort((a, b) => a.spec.number - b.spec.number))
    for (const [image, pinned] of Object.entries(spec.imageDigests ?? {})) pins.set(fullName(image), pinned)
  return (reference) => {
    const pinned = pins.get(fullName(reference)) ?? reference
    if (pinned.startsWith('sha256:')) return { id: pinned }
    const [, digest] = pinned.split('@')
    return digest === undefined ? {} : { digest }
  }
}
