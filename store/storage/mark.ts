import { join } from 'node:path'
import { errorCode } from '../../api/v1/language/caught-error.ts'
import type { Files } from './files.ts'

/** Which segment was begun last: the name of an empty file says it, so that it lasts with the directory's own sync. */
export interface Mark {
  readonly number: number
  /** How many bytes of it were kept when its writer ended; absent while it writes, and where it was killed. */
  readonly length?: number
}

/** The name of a mark. */
export function markName({ number, length }: Mark): string {
  return `begun-${String(number).padStart(10, '0')}${length === undefined ? '' : `-${length}`}`
}

/** The mark that a name is; undefined when it is none. */
export function markOf(name: string): Mark | undefined {
  const [, number, length] = /^begun-(\d{10})(?:-(\d+))?$/.exec(name) ?? []
  if (number === undefined) return undefined
  return { number: Number(number), ...(length === undefined ? {} : { length: Number(length) }) }
}

/** Puts a mark in the place of the one that was there; one that another writer moved meanwhile is a leftover. Answers whether it could. */
export async function moveMark(
  files: Files,
  dir: string,
  { from, to }: { readonly from: Mark | undefined; readonly to: Mark },
): Promise<boolean> {
  const path = join(dir, markName(to))
  try {
    if (from) await files.rename(join(dir, markName(from)), path)
    else await (await files.create(path)).close()
    return true
  } catch (error) {
    return from !== undefined && errorCode(error) === 'ENOENT' && (await moveMark(files, dir, { from: undefined, to }))
  }
}
