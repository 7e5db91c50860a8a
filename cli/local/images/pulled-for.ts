import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { Pulling } from '../../../api/v1/installation/requests.ts'
import { type Declaring, type FileReading, servicesIn } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { DUE, withDue } from './due.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
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

/**
 * The pulls of a restart of these services, before it is asked for: all of their tags with `--pull`, else none. Throws if it is not known of
 * one of them what it means now, and with `never` if an image is on no node.
 */
export async function* pulledToRestart(
  core: Core,
  { pull, noPull, signal }: Pulling & { readonly signal: AbortSignal },
  services: readonly V1Service[],
): AsyncGenerator<ProgressEvent, Pulls | undefined> {
  const files = [{ manifests: services.map((object) => ({ object })) }]
  if (noPull) return void (await refuseMissing(core, files, signal))
  if (!pull) return undefined
  const pulls = yield* pullImages(core, files, signal)
  const unknown = new Set(pullsIn(files).flatMap(({ image }) => (pulls.known.has(image) ? [] : [image])))
  if (unknown.size === 0) return pulls
  throw new InstallationError(exits.failed, `nothing is restarted, as not all was pulled: ${[...unknown].join(', ')}`, {
    remedy: 'see the warnings, and give the command again; without --pull it makes new tasks of the images that run',
  })
}

/** Throws for images that are on no node, before anything is accepted. */
export async function refuseMissing(core: Core, files: readonly Declaring[], signal: AbortSignal): Promise<void> {
  const engines = [...(await core.engines()).values()]
  const missing: string[] = []
  for (const { image } of pullsIn(files)) {
    const found = await Promise.all(engines.map((engine) => inspect(engine, image, signal)))
    if (found.every((each) => each === undefined)) missing.push(image)
  }
  if (missing.length === 0) return
  throw new InstallationError(exits.failed, `with --pull never, and on no node: ${[...new Set(missing)].join(', ')}`, {
    remedy: 'load them there, or give the command with --pull missing',
  })
}
