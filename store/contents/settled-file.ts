import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'
import type { Clock } from '../../clock/clock.ts'
import { sleep } from '../../clock/sleep.ts'
import { type BoundedFile, readBoundedFile } from '../bounded-file.ts'

/** Most bytes of one content. */
export const MOST_CONTENT_BYTES = 1024 * 1024

/** Why there are no bytes. */
export interface Missing {
  readonly because: string
}

/** When the bytes of a file that people write count. */
export interface Settling {
  readonly clock: Clock
  /** When nobody wrote to it for this long, ms. */
  readonly quietMs: number
  /** Empty as it is while a program that fills it still works (`make > file`): for this long, ms. */
  readonly emptyMs: number
}

/** A file that is written to for this long has no bytes that count, ms. */
const LONGEST_MS = 10_000

/** The bytes of a file, of at most 1 MiB, once nobody writes to it any more: no half of a secret is rolled out. */
export async function readSettled(path: string, { clock, quietMs, emptyMs }: Settling): Promise<Uint8Array | Missing> {
  const begun = clock.now()
  for (;;) {
    const found = await readOnce(path)
    if ('because' in found) return found
    const age = clock.now() - found.modifiedAt
    const left = (found.bytes.length === 0 ? emptyMs : quietMs) - age
    if (age < 0 || left <= 0) return found.bytes // a time to come says nothing
    if (clock.now() - begun > LONGEST_MS) return { because: `${path} is written to all the time` }
    await sleep(clock, Math.ceil(left))
  }
}

/** The bytes of a file that is put in its place whole. */
export async function readWhole(path: string): Promise<Uint8Array | Missing> {
  const found = await readOnce(path)
  return 'because' in found ? found : found.bytes
}

async function readOnce(path: string): Promise<BoundedFile | Missing> {
  try {
    return await readBoundedFile(path, MOST_CONTENT_BYTES)
  } catch (error) {
    return { because: `${path} ${reasons[errorCode(error)] ?? `can't be read: ${errorText(error)}`}` }
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  EISDIR: 'is no regular file',
  EINVAL: 'is no regular file',
  EFBIG: 'is larger than 1 MiB: mount it as a file instead',
}
