import { changedContents } from '../../../api/v1/changed-contents.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import type { ServiceView } from '../view.ts'

/** Why an update failed, and what of older contents its rollback to a revision brings back. */
export function withOlder(
  cause: string | undefined,
  view: ServiceView,
  revision: string,
): { readonly message?: string } {
  const words = [cause, olderBytes(view, revision)].filter((each) => each !== undefined)
  return words.length === 0 ? {} : { message: words.join('; ') }
}

/**
 * What a rollback to a revision brings back of contents that were replaced, since when they are, in words: a hash tells nobody that a
 * password of before is in use. Undefined where it mounts what is there now. Pure.
 */
function olderBytes({ revisions, target }: ServiceView, revision: string): string | undefined {
  const [back, update] = [revision, target?.hash].map((hash) => revisions.find(({ spec }) => spec.hash === hash))
  const older = back && target ? changedContents(target, back.spec) : []
  if (older.length === 0) return undefined
  const since = update?.metadata.creationTimestamp
  const replaced = since === undefined ? '' : `, which was replaced at ${since.replace(/\.\d+Z$/, 'Z')}`
  return `its tasks go on with what ${listNames(older)} held before${replaced}`
}
