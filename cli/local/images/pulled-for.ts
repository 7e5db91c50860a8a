import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { Pulling } from '../../../api/v1/installation/requests.ts'
import { type FileReading, servicesIn } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { DUE, withDue } from './due.ts'
import { inspect, pullImages, type Pulls, pullsIn } from './pull-images.ts'

/**
 * The pulls of an apply, before its files are accepted: all tags with `--pull`, none with `--pull never`, else those that are due by their
 * policy. With `never`, throws if an image is on no node.
 */
export async function* pulledFor(
  core: Core,
  { pull, noPull, signal }: Pulling & { readonly signal: AbortSignal },
  files: readonly FileReading[],
): AsyncGenerator<ProgressEvent, Pulls | undefined> {
  if (noPull) return void (await refuseMissing(core, files, signal))
  if (pull) return yield* pullImages(core, files, signal)
  const due = withDue(files, core.store, core.clock.now())
  return servicesIn(due).length > 0 ? yield* pullImages(core, due, signal, DUE) : undefined
}

/** Throws for images that are on no node, before anything is accepted. */
export async function refuseMissing(core: Core, files: readonly FileReading[], signal: AbortSignal): Promise<void> {
  const engines = [...(await core.engines()).values()]
  const missing: string[] = []
  for (const { image } of pullsIn(files)) {
    const found = await Promise.all(engines.map((engine) => inspect(engine, image, signal)))
    if (found.every((each) => each === undefined)) missing.push(image)
  }
  if (missing.length === 0) return
  throw new InstallationError(exits.failed, `with --pull never, and on no node: ${[...new Set(missing)].join(', ')}`, {
    remedy: 'load them there, or apply with --pull missing',
  })
}
