import type { V1Revision } from './generated/types.ts'
import { listNames } from './language/list-names.ts'

type Contents = Pick<V1Revision['spec'], 'contents'>

/**
 * `other bytes of Secret/pw, Config/dir`: what a revision mounts that held others in the one before; undefined where nothing did.
 * What one of them alone mounts is told by its template. Pure.
 */
export function otherBytes(before: Contents | undefined, { contents = {} }: Contents): string | undefined {
  const known = before?.contents ?? {}
  const others = Object.keys(contents).filter((id) => known[id] !== undefined && known[id] !== contents[id])
  return others.length === 0 ? undefined : `other bytes of ${listNames(others.sort())}`
}
