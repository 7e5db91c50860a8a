import { posix } from 'node:path'
import { IGNORE_FILE, type IgnoreRules, ignoreRulesOf, isIgnored } from '../../store/source/disk/ignore-rules.ts'
import { MOST_FILE_BYTES } from '../../api/v1/file-reason.ts'
import type { Repository } from './repository.ts'
import { isLink, isSubmodule, shortBlobs, type TreeEntry } from './tree.ts'

/** How long the target of a link may be, bytes (PATH_MAX). */
const LONGEST_TARGET = 4_096

/**
 * Returns whether a path of a commit's tree is left out by its `.reconcileignore` files, and no link of it leads there: a walk follows
 * links. A file of rules that can't be used leaves nothing out: the reading of the manifests reports it.
 */
export async function leftOut(
  repository: Repository,
  tree: ReadonlyMap<string, TreeEntry>,
): Promise<(path: string) => boolean> {
  const rules = await rulesIn(repository, tree)
  const linked = await linkedIn(repository, tree)
  const known = new Map<string, boolean>()
  return (path) => !isBelow(path, linked) && isLeftOut(path, isSubmodule(tree.get(path) ?? FILE))

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

const FILE = { mode: '100644', object: '' }

async function rulesIn(
  repository: Repository,
  tree: ReadonlyMap<string, TreeEntry>,
): Promise<ReadonlyMap<string, IgnoreRules>> {
  const files = [...tree].filter(([path]) => posix.basename(path) === IGNORE_FILE)
  const texts = await shortBlobs(repository, files, MOST_FILE_BYTES)
  return new Map(
    [...texts].flatMap(([path, bytes]) => {
      const rules = rulesOf(posix.dirname(path), bytes)
      return rules ? [[rules.directory, rules] as const] : []
    }),
  )
}

function rulesOf(directory: string, bytes: Buffer): IgnoreRules | undefined {
  try {
    return ignoreRulesOf(directory, bytes)
  } catch {
    return undefined
  }
}

/** What the links of the commit lead to. */
async function linkedIn(repository: Repository, tree: ReadonlyMap<string, TreeEntry>): Promise<ReadonlySet<string>> {
  const links = [...tree].filter(([, entry]) => isLink(entry))
  const targets = await shortBlobs(repository, links, LONGEST_TARGET)
  return new Set([...targets].map(([path, target]) => posix.join(posix.dirname(path), target.toString('utf8'))))
}

function isBelow(path: string, directories: ReadonlySet<string>): boolean {
  if (directories.has(path)) return true
  const within = posix.dirname(path)
  return within !== '.' && isBelow(within, directories)
}

/** The rules of a directory and those around it, innermost first. */
function around(directory: string, rules: ReadonlyMap<string, IgnoreRules>): readonly IgnoreRules[] {
  const own = rules.get(directory)
  const outer = directory === '.' ? [] : around(posix.dirname(directory), rules)
  return own ? [own, ...outer] : outer
}
