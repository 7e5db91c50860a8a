import type { Served } from '../../../api/server/served.ts'
import type { Caller } from '../../../api/v1/installation/caller.ts'
import type { Log } from '../../../api/v1/installation/log.ts'
import type { ConvergeRequest } from '../../../api/v1/installation/requests.ts'
import type { Source } from '../../../store/source/source.ts'
import { askedBy } from '../audit/asked-by.ts'
import { takeBackup } from '../backup.ts'
import { convergePushed } from '../waiting/converge-pushed.ts'
import type { Core } from '../open/core.ts'
import { localInstallation } from '../local-installation.ts'
import { recordPush, recordTold } from '../audit/record-changes.ts'
import { recordRefusals } from '../audit/record-refusals.ts'
import { type Told, toldInstallation } from '../audit/told-installation.ts'
import { toldWords } from '../audit/told-words.ts'

export interface ServedOptions {
  /** Watches the directories. */
  readonly source: Source
  readonly log: Log
}

/** The installation as `serve` offers it to clients. Changes are logged, and recorded in the audit log with the caller. */
export function servedInstallation(core: Core, { source, log }: ServedOptions): Served {
  const installation = localInstallation({ ...core, allWhole: source.allWhole })
  const refused = recordRefusals(core)
  const servedTo = (by: Caller): Served => {
    const record = recordTold(core, by)
    const tell = (told: Told) => {
      record(told)
      const line = toldWords(told)
      if (line !== undefined) log(line, { loop: 'api', ...('change' in told ? { object: told.object } : {}) })
    }
    return {
      ...toldInstallation(askedBy(installation, by), tell),
      async *converge(request: ConvergeRequest) {
        recordPush(core.audit, { by, ...request })
        yield* convergePushed(core, source, request)
      },
      async *backup() {
        yield* takeBackup(core)
        record({ verb: 'backup', object: core.installation, change: 'backed up', details: ['its secrets too'] })
        log('all of the installation was backed up, its secrets too', { loop: 'api' })
      },
      askedBy: servedTo,
      refused,
    }
  }
  return servedTo({ kind: 'socket' })
}
