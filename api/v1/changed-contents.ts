import type { V1Revision } from './generated/types.ts'
import { listNames } from './language/list-names.ts'

type Contents = Pick<V1Revision['spec'], 'contents'>

/**
 * Names the Secrets and Configs that two revisions both mount, but with different bytes, as in `other bytes of Secret/pw, Config/dir`;
 * undefined if there are none. Those that only one revision mounts are left out, as they show in the difference of the templates. Pure.
 */
export function otherBytes(before: Contents | undefined, { contents = {} }: Contents): string | undefined {
  const known = before?.contents ?? {}
  const others = Object.keys(contents).filter((id) => known[id] !== undefined && known[id] !== contents[id])
  return others.length === 0 ? undefined : `other bytes of ${listNames(others.sort())}`
}
