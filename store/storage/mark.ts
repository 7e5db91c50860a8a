import { join } from 'node:path'
import { errorCode } from '../../api/v1/language/caught-error.ts'
import type { Files } from './files.ts'

/** Records which segment was begun last, in the name of an empty file, so that syncing the directory makes it durable. */
export interface Mark {
  readonly number: number
  /** How many bytes of it were kept when its writer ended; absent while it is written, or when its writer was killed. */
  readonly length?: number
}

export function markName({ number, length }: Mark): string {
  return `begun-${String(number).padStart(10, '0')}${length === undefined ? '' : `-${length}`}`
}

/** Parses the name of a mark; undefined for other names. */
export function markOf(name: string): Mark | undefined {
  const [, number, length] = /^begun-(\d{10})(?:-(\d+))?$/.exec(name) ?? []
  if (number === undefined) return undefined
  return { number: Number(number), ...(length === undefined ? {} : { length: Number(length) }) }
}

/**
 * Replaces the mark `from` by `to`. If another writer moved `from` meanwhile, `to` is created beside it. Returns whether that succeeded.
 */
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
