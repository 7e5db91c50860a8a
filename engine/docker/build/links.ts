import type { ContextEntry } from './context.ts'

/** As many as Linux follows. */
const MOST_LINKS = 40

/** What an engine finds at a path of an archive: it follows links inside of it alone, where `..` and `/` end at its root. */
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

/** The archive's entries with a text at its path, in place of a link that stands there or above it. */
export function withTextAt(
  entries: readonly ContextEntry[],
  text: Extract<ContextEntry, { type: 'text' }>,
): ContextEntry[] {
  const inTheWay = ({ type, path }: ContextEntry) => type === 'symlink' && `${text.path}/`.startsWith(`${path}/`)
  return [...entries.filter((entry) => !inTheWay(entry)), text]
}
