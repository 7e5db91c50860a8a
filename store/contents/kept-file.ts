import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { V1Config, V1Secret } from '../../api/v1/generated/types.ts'
import { stackOf } from '../../api/v1/metadata.ts'
import { makeOwnedDirectory, writeOwned } from '../owned.ts'

/** What says where its bytes are kept. */
export type Kept = Pick<V1Secret | V1Config, 'metadata'> & { readonly kind: 'Secret' | 'Config' }

/** The path of the file below RECONCILE_HOME/secrets (`dir`) that its bytes are kept in, where no other file has them. */
export function keptPath(dir: string, object: Kept): string {
  const { name } = object.metadata
  return join(dir, stackOf(object), object.kind === 'Secret' ? nameOfSecret(name) : `${name}.config`)
}

/** None is that of a Config. */
function nameOfSecret(name: string): string {
  return /\.config(\.secret)*$/.test(name) ? `${name}.secret` : name
}

/** The path of a file on its way to `path`. */
export function unfinishedName(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.unfinished`
}

/** Whether a file is on its way to its place. */
export function isUnfinished(name: string): boolean {
  return /\.[0-9a-f]{12}\.unfinished$/.test(name)
}

/** Writes a file beside its place, under a name that nobody else uses; putting it there makes it whole or not at all. */
export async function writeBeside(path: string, bytes: Uint8Array): Promise<string> {
  makeOwnedDirectory(dirname(path))
  const unfinished = unfinishedName(path)
  await writeOwned(unfinished, bytes)
  return unfinished
}
