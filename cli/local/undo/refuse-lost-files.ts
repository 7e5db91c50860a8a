import { existsSync } from 'node:fs'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { describeRef, refOf } from '../../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import { resourceIdOf } from '../../../store/source/reading/reading.ts'
import { mountedContents } from '../../../controllers/service/target.ts'
import type { Core } from '../open/core.ts'
import type { Rollback } from './rollback.ts'

/**
 * Throws if the file of a Secret or Config that the revision mounts is gone, as with the checkout of a pipeline: the undo would be recorded,
 * and no task of it could start.
 */
export function refuseLostFiles({ store }: Pick<Core, 'store'>, { service, revision, wanted }: Rollback): void {
  for (const [kind, name] of mountedContents(wanted.spec.template)) {
    const content = store.get(kind, keyFor(service.metadata.namespace, name))
    const { file } = content?.spec ?? {}
    if (!content || file === undefined || existsSync(file)) continue
    const what = `${describeRef(refOf(service))}: ${resourceIdOf(content)}, which revision ${revision.spec.number} mounts, is read from ${file}, and that is not there`
    throw new InstallationError(exits.failed, `${what}; nothing was changed`, {
      remedy: `put it back, or apply the files that declare ${keyOf(content)} where they are now; then run this again`,
    })
  }
}
