import type { ContextEntry } from './context.ts'

/** As many links as Linux follows. */
const MOST_LINKS = 40

/** Resolves a path in an archive as an engine does: links are followed within the archive only, with `..` and `/` bounded by its root. */
export function entryAt(entries: readonly ContextEntry[], path: string): ContextEntry | undefined {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]))
  const ahead = path.split('/')
  const at: string[] = []
  for (let links = 0; ahead.length > 0; ) {
    const part = ahead.shift() ?? ''
    if (part === '..') at.pop()
    if (['', '.', '..'].includes(part)) continue
    at.push(part)
    const entry = byPath.get(at.join('/'))
    if (entry?.type !== 'symlink') continue
    if (++links > MOST_LINKS) return undefined
    at.splice(entry.target.startsWith('/') ? 0 : at.length - 1)
    ahead.unshift(...entry.target.split('/'))
  }
  return byPath.get(at.join('/'))
}

/** Adds a text to an archive's entries, replacing links at or above its path. */
export function withTextAt(
  entries: readonly ContextEntry[],
  text: Extract<ContextEntry, { type: 'text' }>,
): ContextEntry[] {
  const inTheWay = ({ type, path }: ContextEntry) => type === 'symlink' && `${text.path}/`.startsWith(`${path}/`)
  return [...entries.filter((entry) => !inTheWay(entry)), text]
}
