import { isEngineError } from '../../engine/errors.ts'
import type { Run } from '../../engine/run.ts'
import type { ImageInspect } from '../../engine/types/image.ts'
import { engineOf } from '../runtime/engine-of.ts'
import type { Ports } from '../runtime/ports.ts'

/** Inspects an image on a node and caches the answer in the inventory. An invalid reference counts as absent. */
export async function lookUpImage(
  { node, name }: { readonly node: string; readonly name: string },
  ports: Ports,
  run: Run,
): Promise<ImageInspect | undefined> {
  const image = await engineOf(node, ports).inspectImage({ name }, run).catch(ifNotThere)
  ports.inventory.putImage(node, name, image ?? 'absent')
  return image
}

function ifNotThere(error: unknown): undefined {
  if (!isEngineError(error, 'NotFound', 'Invalid')) throw error
  return undefined
}
