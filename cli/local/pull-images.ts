import type { ProgressEvent } from '../../api/v1/installation.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, isEngineError } from '../../engine/errors.ts'
import type { ImageInspect } from '../../engine/types/image.ts'
import type { FileReading } from '../../store/source/reading.ts'
import type { Core } from './core.ts'

/** What the tags of services mean now, by the services' own references. */
export type PulledImages = ReadonlyMap<string, ImageInspect>

/**
 * Asks the registries for newer images of the same tags, on every node, and answers what the tags mean now; what can't be
 * pulled is a warning, as the old one may do.
 */
export async function* pullImages(
  core: Core,
  files: readonly FileReading[],
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent, PulledImages> {
  const engines = [...(await core.engines()).values()]
  const pulled = new Map<string, ImageInspect>()
  const pulls = imagesIn(files).flatMap((image) => engines.map((engine) => ({ image, engine })))
  for (const { image, engine } of pulls) {
    const object = `Node/${engine.node}`
    yield { type: 'state', object, state: 'Pulling', message: image, at: core.clock.now() }
    try {
      await engine.pullImage({ image }, { signal, object, reason: '--pull was asked for' })
    } catch (error) {
      if (!(error instanceof EngineError) || signal.aborted) throw error
      yield { type: 'warning', message: error.message }
    }
    const found = await inspect(engine, image, signal)
    if (!found) continue
    // Loops that run know what the tag meant before, until the engine's event comes.
    if (core.purpose === 'serve') (await core.begin([])).inventory.putImage(engine.node, image, found)
    if (!pulled.has(image)) pulled.set(image, found)
  }
  return pulled
}

async function inspect(engine: Engine, name: string, signal: AbortSignal): Promise<ImageInspect | undefined> {
  try {
    const run = { signal, object: `Node/${engine.node}`, reason: 'what the tag means now' }
    return await engine.inspectImage({ name }, run)
  } catch (error) {
    if (!isEngineError(error, 'NotFound')) throw error
    return undefined
  }
}

function imagesIn(files: readonly FileReading[]): readonly string[] {
  const objects = files.flatMap(({ manifests }) => manifests.map(({ object }) => object))
  const images = objects.flatMap((object) =>
    object.kind === 'Service' && !object.spec.template.build ? (object.spec.template.image ?? []) : [],
  )
  return [...new Set(images)]
}
