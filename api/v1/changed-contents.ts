import type { V1Revision } from './generated/types.ts'
import { listNames } from './language/list-names.ts'

type Contents = Pick<V1Revision['spec'], 'contents'>

/**
 * Names the Secrets and Configs that two revisions both mount, but with different bytes, as in `other bytes of Secret/pw, Config/dir`;
 * undefined if there are none. Those that only one revision mounts are left out, as they show in the difference of the templates. Pure.
 */
export function otherBytes(before: Contents | undefined, after: Contents): string | undefined {
  const others = before ? changedContents(before, after) : []
  return others.length === 0 ? undefined : `other bytes of ${listNames(others)}`
}

/** Which Secrets and Configs, as `Kind/name`, hold other bytes in the second of two revisions that both mount them. Pure. */
export function changedContents({ contents: known = {} }: Contents, { contents = {} }: Contents): readonly string[] {
  return Object.keys(contents)
    .filter((id) => known[id] !== undefined && known[id] !== contents[id])
    .sort()
}
