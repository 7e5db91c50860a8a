import { posix } from 'node:path'
import { IGNORE_FILE, type IgnoreRules, ignoreRulesOf, isIgnored } from '../../store/source/disk/ignore-rules.ts'
import type { Repository } from './repository.ts'
import { checkedOut, isBlob, isSubmodule, type TreeEntry } from './tree.ts'

/**
 * The entries of a commit's tree that its `.reconcileignore` files do not leave out. One that can't be used leaves nothing out: the reading
 * of the manifests reports it.
 */
export async function withoutLeftOut(
  repository: Repository,
  tree: ReadonlyMap<string, TreeEntry>,
): Promise<ReadonlyMap<string, TreeEntry>> {
  const rules = new Map<string, IgnoreRules>()
  for (const [path, entry] of tree) {
    if (posix.basename(path) !== IGNORE_FILE || !isBlob(entry)) continue
    const found = rulesOf(posix.dirname(path), await checkedOut(repository, entry, path))
    if (found) rules.set(found.directory, found)
  }
  if (rules.size === 0) return tree
  const known = new Map<string, boolean>()
  return new Map([...tree].filter(([path, entry]) => !isLeftOut(path, isSubmodule(entry))))

  /** As the walk of a directory has it: what is in one that is left out is, too. */
  function isLeftOut(path: string, isDirectory: boolean): boolean {
    const before = known.get(path)
    if (before !== undefined) return before
    const within = posix.dirname(path)
    const entry = { name: posix.basename(path), kind: isDirectory ? 'directory' : 'file' } as const
    const is = (within !== '.' && isLeftOut(within, true)) || isIgnored(within, entry, around(within, rules))
    known.set(path, is)
    return is
  }
}

function rulesOf(directory: string, bytes: Buffer): IgnoreRules | undefined {
  try {
    return ignoreRulesOf(directory, bytes)
  } catch {
    return undefined
  }
}

/** The rules of a directory and those around it, innermost first. */
function around(directory: string, rules: ReadonlyMap<string, IgnoreRules>): readonly IgnoreRules[] {
  const own = rules.get(directory)
  const outer = directory === '.' ? [] : around(posix.dirname(directory), rules)
  return own ? [own, ...outer] : outer
}
