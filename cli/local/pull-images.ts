import type { ProgressEvent } from '../../api/v1/installation.ts'
import { EngineError } from '../../engine/errors.ts'
import type { FileReading } from '../../store/source/reading.ts'
import type { Core } from './core.ts'

/** Asks the registries for newer images of the same tags, on every node; what can't be pulled is a warning, as the old one may do. */
export async function* pullImages(
  core: Core,
  files: readonly FileReading[],
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent> {
  const engines = [...(await core.engines())]
  const pulls = imagesIn(files).flatMap((image) => engines.map(([node, engine]) => ({ image, node, engine })))
  for (const { image, node, engine } of pulls) {
    const object = `Node/${node}`
    yield { type: 'state', object, state: 'Pulling', message: image, at: core.clock.now() }
    try {
      await engine.pullImage({ image }, { signal, object, reason: '--pull was asked for' })
    } catch (error) {
      if (!(error instanceof EngineError) || signal.aborted) throw error
      yield { type: 'warning', message: error.message }
    }
  }
}

function imagesIn(files: readonly FileReading[]): readonly string[] {
  const objects = files.flatMap(({ manifests }) => manifests.map(({ object }) => object))
  const images = objects.flatMap((object) =>
    object.kind === 'Service' && !object.spec.template.build ? (object.spec.template.image ?? []) : [],
  )
  return [...new Set(images)]
}
