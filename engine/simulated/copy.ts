import { posix } from 'node:path'
import type { PathStat } from '../../api/v1/installation/path-stat.ts'
import type { CopyInArgs, CopyOutArgs } from '../engine.ts'
import { readTar } from '../tar.ts'
import { getArchive, putArchive } from './archive.ts'
import { findContainer } from './containers.ts'
import { Refusal, refuse } from './refusal.ts'
import type { HostState } from './state.ts'

/** Stats a path; only files that were put there are known. */
export function statPath(host: HostState, args: { id: string; path: string }): PathStat | undefined {
  const first = firstAt(host, args)
  if (!first) return undefined
  const { type, bytes } = first
  const name = posix.basename(args.path) || '/'
  return { name, type: type === 'directory' || type === 'file' ? type : 'link', size: bytes.length }
}

/** As `getArchive`, in one piece. */
export async function copyOut(host: HostState, { onBytes, ...args }: CopyOutArgs): Promise<void> {
  await onBytes(getArchive(host, args))
}

/** Reads the whole tar, then unpacks it. */
export async function copyIn(host: HostState, { id, path, tar, replaces }: CopyInArgs): Promise<void> {
  const chunks: Uint8Array[] = []
  for await (const chunk of tar) chunks.push(chunk)
  const bytes = new Uint8Array(Buffer.concat(chunks))
  for (const { name, type } of readTar(bytes)) {
    const there = firstAt(host, { id, path: posix.join(path, name) })?.type
    if (!replaces && there && type !== 'link' && there !== type)
      refuse(400, `cannot overwrite ${there === 'directory' ? 'directory' : 'non-directory'} ${name} with ${type}`)
  }
  putArchive(host, { id, path, tar: bytes })
}

function firstAt(host: HostState, { id, path }: { id: string; path: string }) {
  try {
    findContainer(host, id)
    return readTar(getArchive(host, { id, path: path.replace(/(.)\/$/, '$1') }))[0]
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
