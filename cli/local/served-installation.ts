import type { ServedInstallation } from '../../api/v1/installation.ts'
import type { ConvergeRequest } from '../../api/v1/requests.ts'
import type { Source } from '../../store/source/source.ts'
import { takeBackup } from './backup.ts'
import { convergePushed } from './converge-pushed.ts'
import type { Core } from './core.ts'
import { localInstallation } from './local-installation.ts'
import { toldInstallation } from './told-installation.ts'

export interface ServedOptions {
  /** What watches the directories. */
  readonly source: Source
  readonly log: (line: string) => void
}

type Told = ReturnType<typeof toldInstallation>

/** All that `serve` does for who asks it; what changes something is told to its log. */
export function servedInstallation(core: Core, { source, log }: ServedOptions): Told & ServedInstallation {
  return {
    ...toldInstallation(localInstallation(core), log),
    converge: (request: ConvergeRequest) => convergePushed(core, source, request),
    async *backup() {
      yield* takeBackup(core)
      log('all of the installation was backed up, its secrets too')
    },
  }
}
