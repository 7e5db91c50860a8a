import type { V1Task } from '../../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { keyFor } from '../../../api/v1/names.ts'
import type { Reference } from '../../../controllers/delivery/path.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import type { Engine } from '../../../engine/engine.ts'
import { packTar } from '../../../engine/pack-tar.ts'
import type { Run } from '../../../engine/run.ts'

/** A Secret or Config as a file of one container. */
export interface ContentFile {
  readonly reference: Reference
  readonly bytes: Uint8Array
}

/** The bytes of these; refused where one is not to be had. */
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

/** Puts them into the container's own files, which go with it (S9): no task of the stack has them on the node. */
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
