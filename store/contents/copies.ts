import { existsSync, rmSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { errorText, unlessMissing } from '../../api/v1/language/caught-error.ts'
import { keyOf } from '../../api/v1/names.ts'
import { makeOwnedDirectory } from '../owned.ts'
import { syncDirectory, syncDirectorySync } from '../sync-directory.ts'
import type { Content, Contents, FoundContent } from './contents.ts'
import { isUnfinished, type Kept, keptPath, writeBeside } from './kept-file.ts'
import { readWhole } from './settled-file.ts'

/** Retains copies in files of `dir`/STACK/.retained/NAME, readable by their owner alone, each called by its hash. */
export function copiesIn(dir: string): Pick<Contents, 'retain' | 'release'> {
  return {
    async retain(object, content) {
      const directory = copiesOf(dir, object)
      try {
        const names = (await unlessMissing(readdir(directory))) ?? []
        const hashes = new Set(names.filter((name) => !isUnfinished(name)))
        if (!content || hashes.has(content.hash)) return hashes
        await write(directory, content)
        return hashes.add(content.hash)
      } catch (cause) {
        const what = `retaining what ${object.kind} ${keyOf(object)} holds in ${directory}`
        throw new Error(`${what}: ${errorText(cause)}: nothing starts with it before`, { cause })
      }
    },
    async release(object, hash) {
      const directory = copiesOf(dir, object)
      await rm(join(directory, hash), { force: true })
      // With the object's bytes all of its copies have gone already.
      await unlessMissing(syncDirectory(directory))
    },
  }
}

async function write(directory: string, { hash, bytes }: FoundContent): Promise<void> {
  for (const above of [dirname(dirname(directory)), dirname(directory)]) makeOwnedDirectory(above)
  const path = join(directory, hash)
  await rename(await writeBeside(path, bytes), path)
  await syncDirectory(directory)
}

/** The retained copy with this hash. */
export async function readCopy(dir: string, object: Kept, hash: string): Promise<Content> {
  const found = await readWhole(join(copiesOf(dir, object), hash))
  return found instanceof Uint8Array ? { found: true, bytes: found, hash } : { found: false, because: found.because }
}

/** Removes all copies of an object, at once. */
export function dropCopies(dir: string, object: Kept): void {
  const directory = copiesOf(dir, object)
  if (!existsSync(directory)) return
  rmSync(directory, { recursive: true, force: true })
  syncDirectorySync(dirname(directory))
}

/** No Secret and no Config has a name that begins with a dot. */
function copiesOf(dir: string, object: Kept): string {
  const path = keptPath(dir, object)
  return join(dirname(path), '.retained', basename(path))
}
