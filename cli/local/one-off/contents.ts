import type { V1Task } from '../../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { keyFor } from '../../../api/v1/names.ts'
import type { Reference } from '../../../controllers/delivery/path.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import type { Engine } from '../../../engine/engine.ts'
import { packTar } from '../../../engine/pack-tar.ts'
import type { Run } from '../../../engine/run.ts'

/** The content of a Secret or Config, to be a file in one container. */
export interface ContentFile {
  readonly reference: Reference
  readonly bytes: Uint8Array
}

/** Reads the contents of these references. Throws if one can't be read. */
export async function bytesOf(
  { metadata }: V1Task,
  references: readonly Reference[],
  { store, contents }: Ports,
): Promise<readonly ContentFile[]> {
  return await Promise.all(
    references.map(async (reference) => {
      const { kind, name } = reference
      const object = store.get(kind, keyFor(metadata.namespace, name))
      const content = object ? await contents.read(object) : { found: false as const, because: 'it is not declared' }
      if (content.found) return { reference, bytes: content.bytes }
      throw new InstallationError(exits.failed, `the ${kind.toLowerCase()} ${name} can't be read: ${content.because}`, {
        remedy: 'put it there, and run this again',
      })
    }),
  )
}

/**
 * Writes them into the container's own file system, which is removed with it (S9). For contents that no task of the stack has on the node.
 */
export async function copyContents(
  id: string,
  files: readonly ContentFile[],
  { engine, run }: { readonly engine: Engine; readonly run: Run },
): Promise<void> {
  const tar = await packTar((into) => {
    for (const { reference, bytes } of files) {
      const { target, mode, uid, gid } = reference
      into.entry({ name: target.replace(/^\/+/, ''), mode, uid, gid, mtime: new Date(0) }, Buffer.from(bytes))
    }
  })
  await engine.putArchive({ id, path: '/', tar }, run)
}
