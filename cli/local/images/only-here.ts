import { type ImageReference, isOfficial, knownName, parseImageReference } from '../../../api/v1/image-reference.ts'
import { isMaybeOnlyHere } from '../../../controllers/image/origin.ts'
import type { Engine, PullArgs } from '../../../engine/engine.ts'
import { isEngineError } from '../../../engine/errors.ts'
import { deniesAccess } from '../../../engine/docker/refused-login.ts'
import type { Run } from '../../../engine/run.ts'
import type { ImageInspect } from '../../../engine/types/image.ts'

/** A failed pull, and the image that the node has under that name. */
export interface FailedPull {
  readonly args: Pick<PullArgs, 'image' | 'login'>
  readonly error: unknown
  readonly before: ImageInspect | undefined
  readonly run: Run
}

/**
 * Whether an image exists only on its host because it was built or loaded there, so that a failed pull does not matter. If the engine can't
 * tell, asks the registry for the image's digest; if that does not answer, false.
 */
export async function isOnlyHere(engine: Engine, { args, error, before, run }: FailedPull): Promise<boolean> {
  if (before === undefined || !before.RepoDigests?.length) return before !== undefined
  const reference = parseImageReference(args.image)
  if (!reference || !isMaybeOnlyHere(before)) return false
  if (!isEngineError(error)) return false
  if (deniesAccess(error.detail)) return isOfficial(reference)
  if (error.code !== 'NotFound') return false
  return await hasNot(engine, { ...args, image: knownName({ ...reference, digest: before.Id }) }, { reference, run })
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
    return deniesAccess(error.detail) ? isOfficial(reference) : error.code === 'NotFound'
  }
}
