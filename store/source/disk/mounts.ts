import { stableJson } from '../../../api/v1/language/hash.ts'
import { isWithin } from '../../../api/v1/language/path-within.ts'
import { type MountLine, mountLines } from './mount-table.ts'
import type { SourceFiles } from './source-files.ts'

/** A mounted file system, identified by what stays the same across reboots. */
export interface Mount {
  /** The mount point, absolute, with links resolved. */
  readonly at: string
  /** A device, a server's export, or a name. */
  readonly source: string
  readonly type: string
  /** The mounted directory, or file, within the file system; absent: all of it. */
  readonly part?: string
}

/** The mounts at, above and below a directory. */
export interface Mounts {
  /** The mount that a path is on, without resolving links in the path; undefined where unknown. */
  of(path: string): Mount | undefined
  /** Changes whenever something is mounted or unmounted. */
  readonly mark: string
}

/** The mounts of a root, looked up by the paths that its files have. */
export async function mountsOf(files: Pick<SourceFiles, 'realpath' | 'mountTable'>, root: string): Promise<Mounts> {
  const real = await files.realpath(root).catch(() => root)
  const { of, mark } = mountsAbout(real, await files.mountTable())
  return { of: (path) => of(`${real}${path.slice(root.length)}`), mark }
}

/**
 * The mounts of one directory, from the kernel's table. A mount may hide others, even at its own mount point, so a path is resolved from
 * mount to mount. Device numbers would not do: a bind mount has that of its source, and an NFS mount gets a new one each time.
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

/** Whether two mounts are the same file system at the same place. */
export function isSameMount(one: Mount, other: Mount | undefined): boolean {
  return stableJson(one) === stableJson(other)
}

/** A mount in words. */
export function mountWords({ at, source, type, part }: Mount): string {
  return `${source}${part === undefined ? '' : `:${part}`} (${type}), mounted on ${at}`
}

/** The topmost mount at a place within a mount: that mount itself where nothing is mounted there. */
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
