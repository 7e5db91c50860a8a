import { posix } from 'node:path'
import { findContainer } from './containers.ts'
import { refuse } from './refusal.ts'
import type { Container, HostFile, HostState } from './state.ts'
import { isWithin } from '../../api/v1/language/path-within.ts'
import { readTar, type TarEntry, writeTar } from '../tar.ts'

/** The real location of a container's path: on the host (a bind or volume) or in the container's layer. */
interface Place {
  readonly files: Map<string, HostFile>
  readonly path: string
}

/** Unpacks into a directory of the container. Binds and volumes lead to the host; a tmpfs is not reachable from outside. */
export function putArchive(host: HostState, args: { id: string; path: string; tar: Uint8Array }): void {
  const container = findContainer(host, args.id)
  if (!hasDirectory(host, container, args.path)) {
    refuse(404, `Could not find the file ${args.path} in container ${args.id}`)
  }
  for (const entry of readTar(args.tar)) {
    if (entry.type === 'link') continue
    const place = placeOf(host, container, posix.join(args.path, entry.name).replace(/(.)\/$/, '$1'))
    replace(host, place, entry)
  }
}

/** Writes an entry: a file replaces a directory and its contents, and a directory a file. */
function replace(host: HostState, { files, path }: Place, { type, bytes, mode, uid, gid }: TarEntry): void {
  const gone = [...files.keys()].filter((one) => (type === 'file' ? one.startsWith(`${path}/`) : one === path))
  for (const one of gone) {
    files.delete(one)
    if (files === host.files && type === 'file') host.missingPaths.add(one)
  }
  if (type !== 'file') return
  files.set(path, { bytes, mode, uid, gid })
  if (files === host.files) host.missingPaths.delete(path)
}

/** Packs a file, or a directory with its contents, under its own name. */
export function getArchive(host: HostState, args: { id: string; path: string }): Uint8Array {
  const container = findContainer(host, args.id)
  const { files, path } = placeOf(host, container, args.path)
  const name = posix.basename(args.path)
  const file = files.get(path)
  if (file !== undefined) return writeTar([{ name, type: 'file', ...file }])
  const below = [...files].filter(([one]) => one.startsWith(path.endsWith('/') ? path : `${path}/`))
  if (below.length === 0 && !isMountPoint(container, args.path)) {
    refuse(404, `Could not find the file ${args.path} in container ${args.id}`)
  }
  const directory: TarEntry = {
    name: `${name}/`,
    type: 'directory',
    mode: 0o755,
    uid: 0,
    gid: 0,
    bytes: new Uint8Array(),
  }
  const entries = below.map(([one, data]): TarEntry => {
    return { name: posix.join(name, one.slice(path.length)), type: 'file', ...data }
  })
  return writeTar([directory, ...entries])
}

function placeOf(host: HostState, container: Container, path: string): Place {
  const clean = posix.normalize(path)
  const mount = container.mounts
    .filter(({ Destination: at }) => clean === at || clean.startsWith(at.endsWith('/') ? at : `${at}/`))
    .sort((a, b) => b.Destination.length - a.Destination.length)[0]
  if (mount !== undefined && mount.Type !== 'tmpfs') {
    return { files: host.files, path: posix.join(mount.Source ?? '/', clean.slice(mount.Destination.length)) }
  }
  container.layer ??= new Map()
  return { files: container.layer, path: clean }
}

function isMountPoint(container: Container, path: string): boolean {
  return container.mounts.some(({ Destination: at }) => isWithin(at, path))
}

/** Whether a container has a directory. If its image's directories are unknown, any but a tmpfs may exist. */
function hasDirectory(host: HostState, container: Container, path: string): boolean {
  const clean = posix.normalize(path).replace(/(.)\/$/, '$1')
  const isTmpfs = container.mounts.some(({ Type, Destination }) => Type === 'tmpfs' && Destination === clean)
  if (isTmpfs || container.hostConfig.Tmpfs?.[clean] !== undefined) return false
  if (clean === '/' || isMountPoint(container, clean)) return true
  const { files, path: real } = placeOf(host, container, clean)
  for (const file of files.keys()) if (file.startsWith(`${real}/`)) return true
  const directories = host.images.get(container.imageId)?.directories
  return directories === undefined || directories.has(clean)
}

/** The directories of an image imported from this archive. */
export function directoriesIn(tar: Uint8Array): Set<string> {
  const directories = new Set<string>()
  for (const entry of readTar(tar)) {
    const path = posix.join('/', entry.name)
    if (entry.type === 'directory') directories.add(path.replace(/(.)\/$/, '$1'))
    for (let parent = posix.dirname(path); parent !== '/'; parent = posix.dirname(parent)) directories.add(parent)
  }
  return directories
}
