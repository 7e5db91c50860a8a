import { type ImageReference, isOfficial, knownName, parseImageReference } from '../../../api/v1/image-reference.ts'
import type { Engine, PullArgs } from '../../../engine/engine.ts'
import { isEngineError } from '../../../engine/errors.ts'
import type { Run } from '../../../engine/run.ts'
import type { ImageInspect } from '../../../engine/types/image.ts'

/** A pull that failed, and what the node has under the image's name. */
export interface FailedPull {
  readonly args: Pick<PullArgs, 'image' | 'login'>
  readonly error: unknown
  readonly before: ImageInspect | undefined
  readonly run: Run
}

/**
 * Whether an image was built or loaded on its host: no registry is missed that does not have it. Where its engine does not tell, the
 * registry that has no such tag is asked whether it has what is there; one that does not answer tells nothing.
 */
export async function isOnlyHere(engine: Engine, { args, error, before, run }: FailedPull): Promise<boolean> {
  if (before === undefined || !before.RepoDigests?.length) return before !== undefined
  const reference = parseImageReference(args.image)
  if (!reference || !isMaybeOnlyHere(before)) return false
  if (!isEngineError(error)) return false
  if (isDenied(error.detail)) return isOfficial(reference)
  if (error.code !== 'NotFound') return false
  return await hasNot(engine, { ...args, image: knownName({ ...reference, digest: before.Id }) }, { reference, run })
}

/** Where containerd keeps images, what was built or loaded has a digest as well, which is its id, as what was pulled has it. */
export function isMaybeOnlyHere(image: ImageInspect | undefined): boolean {
  return image?.RepoDigests?.every((digest) => digest.endsWith(`@${image.Id}`)) ?? false
}

async function hasNot(
  engine: Engine,
  args: FailedPull['args'],
  { reference, run }: { readonly reference: ImageReference; readonly run: Run },
): Promise<boolean> {
  try {
    await engine.resolveImage(args, run)
    return false
  } catch (error) {
    if (!isEngineError(error) || run.signal.aborted) throw error
    return isDenied(error.detail) ? isOfficial(reference) : error.code === 'NotFound'
  }
}

/** A registry that denies a repository may have it, for who may see it. Engines give its words other codes where it is only asked. */
function isDenied(detail: string): boolean {
  return /(?<!permission )\bdenied\b/i.test(detail) // a file's permission is no word of a registry
}
