import { stableJson } from '../../../api/v1/language/hash.ts'
import { isWithin } from '../../../api/v1/language/path-within.ts'
import { type MountLine, mountLines } from './mount-table.ts'
import type { SourceFiles } from './source-files.ts'

/** A file system where it is mounted, by what is the same after a restart of the machine. */
export interface Mount {
  /** Where, absolute, every link followed. */
  readonly at: string
  /** What: a device, a server's export, or a name. */
  readonly source: string
  readonly type: string
  /** The directory, or file, of it that is mounted; absent: all of it. */
  readonly part?: string
}

/** The file systems in and under a directory. */
export interface Mounts {
  /** The one that a path is on, links in the path not followed; undefined where nobody knows. */
  of(path: string): Mount | undefined
  /** The same as long as nothing was mounted or unmounted. */
  readonly mark: string
}

/** What is mounted in and under a root, by the paths that its files have. */
export async function mountsOf(files: Pick<SourceFiles, 'realpath' | 'mountTable'>, root: string): Promise<Mounts> {
  const real = await files.realpath(root).catch(() => root)
  const { of, mark } = mountsAbout(real, await files.mountTable())
  return { of: (path) => of(`${real}${path.slice(root.length)}`), mark }
}

/**
 * Reads the kernel's table for one directory. A mount may hide others, those of its own place too, so that a path is followed down from
 * one to the next. Numbers of devices say less: that of a bind mount is its directory's, and that of an NFS mount is another each time.
 */
export function mountsAbout(directory: string, table: string): Mounts {
  const all = mountLines(table)
  const ids = new Set(all.map(({ id }) => id))
  const lines = all.filter(({ at }) => isWithin(directory, at) || isWithin(at, directory))
  const upon = new Map(lines.map((line) => [`${line.parent} ${line.at}`, line]))
  const first = lines.find(({ id, parent, at }) => at === '/' && (parent === id || !ids.has(parent)))
  const of = (path: string) => {
    let line = first
    for (const place of placesTo(path)) line = topOf(upon, line, place)
    return line && mountOf(line)
  }
  return { of, mark: stableJson(lines) }
}

/** Whether a file system is the same one, in the same place. */
export function isSameMount(one: Mount, other: Mount | undefined): boolean {
  return stableJson(one) === stableJson(other)
}

/** A file system and its place, in words. */
export function mountWords({ at, source, type, part }: Mount): string {
  return `${source}${part === undefined ? '' : `:${part}`} (${type}), mounted on ${at}`
}

/** What is mounted last on a place of a mount: itself where nothing is. */
function topOf(
  upon: ReadonlyMap<string, MountLine>,
  line: MountLine | undefined,
  place: string,
): MountLine | undefined {
  const over = line && upon.get(`${line.id} ${place}`)
  return over && over !== line ? topOf(upon, over, place) : line
}

function mountOf({ at, part, source, type }: MountLine): Mount {
  return { at, source, type, ...(part === '/' ? {} : { part }) }
}

function placesTo(path: string): string[] {
  const names = path.split('/').filter((name) => name !== '')
  return ['/', ...names.map((_, at) => `/${names.slice(0, at + 1).join('/')}`)]
}
