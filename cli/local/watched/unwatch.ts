import type { Caller } from '../../../api/v1/caller.ts'
import type { Core } from '../open/core.ts'
import { forgetRoot } from './roots.ts'

/** Forgets a watched directory for somebody, who is kept in the audit log with what goes. */
export function unwatch(
  core: Core,
  root: string,
  { by, log }: { readonly by: Caller; readonly log: (line: string) => void },
): void {
  const details: string[] = []
  forgetRoot(core, root, (line) => {
    details.push(line)
    log(line)
  })
  core.audit.record({ type: 'change', by, verb: 'unwatch', object: root, change: 'forgotten', details })
}
