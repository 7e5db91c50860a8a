import { changedContents } from '../../../api/v1/changed-contents.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import type { ServiceView } from '../view.ts'

/** The message of a rollback: why the update failed, and which older contents the rollback brings back. */
export function withOlder(
  cause: string | undefined,
  view: ServiceView,
  revision: string,
): { readonly message?: string } {
  const words = [cause, olderBytes(view, revision)].filter((each) => each !== undefined)
  return words.length === 0 ? {} : { message: words.join('; ') }
}

/**
 * Which replaced Secrets and Configs a rollback brings back, and since when they were replaced, in words: a hash tells nobody that an old
 * password is in use again. Undefined where all contents are today's. Pure.
 */
function olderBytes({ revisions, target }: ServiceView, revision: string): string | undefined {
  const [back, update] = [revision, target?.hash].map((hash) => revisions.find(({ spec }) => spec.hash === hash))
  const older = back && target ? changedContents(target, back.spec) : []
  if (older.length === 0) return undefined
  const since = update?.metadata.creationTimestamp
  const replaced = since === undefined ? '' : `, which was replaced at ${since.replace(/\.\d+Z$/, 'Z')}`
  return `its tasks go on with what ${listNames(older)} held before${replaced}`
}
