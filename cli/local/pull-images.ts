import type { ProgressEvent } from '../../api/v1/progress.ts'
import { otherEngine } from '../../controllers/runtime/engine-guard.ts'
import { approvedEngine } from '../../controllers/runtime/node-hold.ts'
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
  const engines: Engine[] = []
  for (const engine of (await core.engines()).values()) {
    const other = await unapproved(core, engine, signal)
    if (other === undefined) engines.push(engine)
    else yield { type: 'warning', message: `nothing is pulled on ${engine.node}: ${other}` }
  }
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

/** The engine guard. Of an engine that does not answer its pull says so. */
async function unapproved({ store }: Core, engine: Engine, signal: AbortSignal): Promise<string | undefined> {
  const { node } = engine
  const recorded = store.get('Node', node)?.status?.engineID
  if (recorded === undefined) return undefined
  try {
    const { id } = await engine.info({}, { signal, object: `Node/${node}`, reason: 'whether it is the one on record' })
    return otherEngine({ node, answering: id, recorded, approved: () => approvedEngine(store, node) })
  } catch (error) {
    if (!(error instanceof EngineError) || signal.aborted) throw error
    return undefined
  }
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
