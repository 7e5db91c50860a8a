import { contentKey, type DiskContents, diskContents } from '../../../store/contents/disk.ts'
import type { Settling } from '../../../store/contents/settled-file.ts'
import { watchFiles } from '../../../store/contents/watched-files.ts'
import { type Core, keyFiles, secretsDirectory } from './core.ts'

/** What it takes of a core. */
export type ContentGround = Pick<Core, 'home' | 'variable' | 'clock' | 'settings'>

export interface ContentOptions {
  /** Whether the key of their hashes is made where there is none: who only looks makes nothing (S7). */
  readonly makesKey: boolean
  /** Whether changes of the files that manifests name are told. */
  readonly watches?: boolean
}

/** The bytes of Secrets and Configs that this machine has for an installation. */
export async function contentsOf(
  core: ContentGround,
  { makesKey, watches = false }: ContentOptions,
): Promise<DiskContents> {
  const { home, variable } = core
  const settling = settlingOf(core)
  return diskContents({
    ...{ dir: secretsDirectory(home), key: await contentKey(keyFiles(home), makesKey), variable, settling },
    ...(watches ? { watched: watchFiles(settling) } : {}),
  })
}

/** When the bytes of a file that a manifest names count: as manifests do, and what is emptied as what is deleted does. */
function settlingOf({ clock, settings }: ContentGround): Settling {
  return { clock, quietMs: settings.quietMs, emptyMs: settings.deletionWaitMs }
}
