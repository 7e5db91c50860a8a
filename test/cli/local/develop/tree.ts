import { relativeTo } from '../../../../api/v1/language/path-within.ts'
import type { WatchRule } from '../../../../api/v1/develop.ts'
import type { SourceTree } from '../../../../cli/local/develop/tree.ts'
import type { WatchTold } from '../../../../cli/watch/watch-disk.ts'
import { concerns } from '../../../../controllers/develop/rule-paths.ts'
import { type TarEntry, writeTar } from '../../../../engine/tar.ts'

/** A disk in memory whose changes are told at once. */
export interface MemoryTree extends SourceTree {
  /** What time it is; files that are there from the start are of no time. */
  now: () => number
  write(path: string, text: string): void
  /** Takes away a file, or a directory with all below it. */
  remove(path: string): void
  /** Takes away all that is in a directory, which stays. */
  empty(path: string): void
  /** Has a directory lead elsewhere. */
  link(path: string, to: string): void
}

/** One with these files. */
export function memoryTree(initial: Readonly<Record<string, string>>): MemoryTree {
  const files = new Map(Object.entries(initial))
  const links = new Map<string, string>()
  const written = new Map<string, number>()
  let writes = 0
  const marks = new Map<string, string>()
  const removals = new Map<string, number>()
  const emptied = new Set<string>()
  const watches = new Set<{
    readonly rules: readonly WatchRule[]
    /** Paths of rules that were removed: what is made in their place later is another directory, and not watched. */
    readonly lost: Set<string>
    readonly told: WatchTold
  }>()
  const tell = (path: string, gone: boolean) => {
    for (const { rules, lost, told } of watches)
      if (rules.some((rule) => !lost.has(rule.path) && concerns(rule, path))) told.onChange({ path, gone })
  }
  const isThere = (path: string) => [...files.keys()].some((each) => each === path || each.startsWith(`${path}/`))
  const tree: MemoryTree = {
    now: () => 0,
    withLeftOut: async (rules) => rules,
    directory: async (path) => links.get(path) ?? path,
    isThere: async (path) => emptied.has(path) || isThere(path),
    mark: async (path) => (emptied.has(path) || isThere(path) ? (marks.get(path) ?? 'first') : ''),
    directoryAt: async (path) => (isThere(path) ? `${path} ${removals.get(path) ?? 0}` : undefined),
    isEmpty: async (path) => emptied.has(path) && !isThere(path),
    watch(rules, told, { since = Infinity }) {
      const watch = { rules, lost: new Set<string>(), told }
      watches.add(watch)
      for (const path of files.keys())
        if (rules.some((rule) => (rule.initialSync || (written.get(path) ?? 0) >= since) && concerns(rule, path)))
          told.onChange({ path, gone: false })
      told.onReady()
      return {
        async close() {
          watches.delete(watch)
        },
      }
    },
    async *archive(copies, { mayPack }) {
      const entries: TarEntry[] = []
      for (const { from, to } of copies) {
        const bytes = Buffer.from(files.get(from) ?? '')
        if (!files.has(from) || !(await mayPack({ from, path: from, bytes: bytes.length }))) continue
        entries.push({ name: to.replace(/^\//, ''), type: 'file', mode: 0o644, uid: 0, gid: 0, bytes })
      }
      yield writeTar(entries)
    },
    write(path, text) {
      files.set(path, text)
      written.set(path, tree.now())
      marks.set(path, `write ${(writes += 1)}`)
      tell(path, false)
    },
    remove(path) {
      for (const each of [...files.keys()].filter((one) => one === path || one.startsWith(`${path}/`))) {
        files.delete(each)
        tell(each, true)
      }
      for (const { rules, lost } of watches)
        for (const rule of rules)
          if (relativeTo(path, rule.path) !== undefined) {
            tell(rule.path, true)
            removals.set(rule.path, (removals.get(rule.path) ?? 0) + 1)
            lost.add(rule.path)
          }
    },
    empty(path) {
      emptied.add(path)
      for (const each of [...files.keys()].filter((one) => one.startsWith(`${path}/`))) {
        files.delete(each)
        tell(each, true)
      }
    },
    link: (path, to) => void links.set(path, to),
  }
  return tree
}
