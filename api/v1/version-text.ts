/** The commit that `npm run build` was run at, as `30f3c696` or `30f3c696.dirty`; empty where it was unknown. Undefined without a build. */
declare const RECONCILE_COMMIT: string | undefined

/** The last release, or the next one. */
export const RELEASE = '0.1.0'
/** The version of this program: the release, and the commit it was built at, as `0.1.0+30f3c696`. */
export const VERSION_TEXT =
  typeof RECONCILE_COMMIT === 'undefined' || RECONCILE_COMMIT === '' ? RELEASE : `${RELEASE}+${RECONCILE_COMMIT}`
/** The date of the release, for the man pages. */
export const VERSION_DATE = '2026-11-20'

/** The response header with the server's version. */
export const VERSION_HEADER = 'reconcile-version'

/** Whether two versions are of different programs. One without a commit, as of a build without git, is compared by its release alone. */
export function isOtherVersion(one: string, other: string): boolean {
  const [release, commit] = one.split('+')
  const [otherRelease, otherCommit] = other.split('+')
  if (commit === undefined || otherCommit === undefined) return release !== otherRelease
  return one !== other
}
