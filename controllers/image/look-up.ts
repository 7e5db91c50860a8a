import { unlessGone } from '../../engine/errors.ts'
import type { Run } from '../../engine/run.ts'
import type { ImageInspect } from '../../engine/types/image.ts'
import { engineOf } from '../runtime/acting.ts'
import type { Ports } from '../runtime/ports.ts'

/** Looks an image up on a node and keeps the answer. */
export async function lookUpImage(
  { node, name }: { readonly node: string; readonly name: string },
  ports: Ports,
  run: Run,
): Promise<ImageInspect | undefined> {
  const image = await unlessGone(engineOf(node, ports).inspectImage({ name }, run))
  ports.inventory.putImage(node, name, image ?? 'absent')
  return image
}
