import { contentKey, type DiskContents, diskContents } from '../../../store/contents/disk.ts'
import type { Settling } from '../../../store/contents/settled-file.ts'
import { watchFiles } from '../../../store/contents/watched-files.ts'
import { type Core, keyFiles, secretsDirectory } from './core.ts'

/** The parts of a core that it needs. */
export type ContentGround = Pick<Core, 'home' | 'variable' | 'clock' | 'settings'>

export interface ContentOptions {
  /** Whether to create a missing key for content hashes; read-only commands create nothing (S7). */
  readonly makesKey: boolean
  /** Whether to watch the files that manifests name. */
  readonly watches?: boolean
}

/** Creates access to the contents of Secrets and Configs on this machine. */
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

/** The delays for a changed content file: the same quiet time as for manifests; an emptied file counts as a deletion. */
function settlingOf({ clock, settings }: ContentGround): Settling {
  return { clock, quietMs: settings.quietMs, emptyMs: settings.deletionWaitMs }
}
