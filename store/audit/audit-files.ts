import { constants } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode, unlessMissing } from '../../api/v1/language/caught-error.ts'
import { giveToOwner, makeOwnedDirectory } from '../owned.ts'

/** How many files the audit log has at most: the one that is written, and those before it. */
export const AUDIT_PARTS = 10

/** The file that is written; those before it are `audit.1.jsonl` (the latest) to `audit.9.jsonl`. */
export function auditPart(dir: string, index: number): string {
  return join(dir, index === 0 ? 'audit.jsonl' : `audit.${index}.jsonl`)
}

/** A file that grows at its end. */
export interface AuditPart {
  /** Bytes in it, when it was opened. */
  readonly size: number
  /** Whether it ends within a line: its writer was killed, or its disk was full. */
  readonly isTorn: boolean
  append(text: string): Promise<void>
  close(): Promise<void>
}

/** The disk as the audit log uses it: a port, so that tests can fill it. Errors are Node's, with `code`. */
export interface AuditFiles {
  /** Opens the file that is written, and makes it, for its owner alone. */
  open(dir: string): Promise<AuditPart>
  /** Gives every file the number after its own; the oldest goes. */
  shift(dir: string): Promise<void>
}

/** The machine's own. */
export const realAuditFiles: AuditFiles = {
  async open(dir) {
    makeOwnedDirectory(dir)
    const file = await openPart(dir)
    try {
      const { size } = await file.stat()
      const last = Buffer.alloc(1)
      if (size > 0) await file.read(last, 0, 1, size - 1)
      return {
        ...{ size, isTorn: size > 0 && last.toString() !== '\n' },
        append: (text) => file.appendFile(text),
        close: () => file.close(),
      }
    } catch (error) {
      await file.close()
      throw error
    }
  },
  async shift(dir) {
    for (let index = AUDIT_PARTS - 1; index > 0; index--)
      await unlessMissing(rename(auditPart(dir, index - 1), auditPart(dir, index)))
  },
}

/** Whose home it is may put anything in its place, and root writes where they may not: a link is not followed, and nothing but a file written. */
const OPEN_FLAGS =
  constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** One that is there is whose it is. */
async function openPart(dir: string): Promise<FileHandle> {
  const path = auditPart(dir, 0)
  try {
    const made = await open(path, 'ax+', 0o600)
    giveToOwner(made.fd, dir)
    return made
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    return await openThere(path)
  }
}

async function openThere(path: string): Promise<FileHandle> {
  const file = await open(path, OPEN_FLAGS, 0o600).catch((cause: unknown) => {
    throw errorCode(cause) === 'ELOOP' ? notWritten(path, 'a symbolic link', cause) : cause
  })
  if ((await file.stat()).isFile()) return file
  await file.close()
  throw notWritten(path, 'no file')
}

function notWritten(path: string, what: string, cause?: unknown): Error {
  return new Error(`${path} is ${what}, and is not written to: remove it`, { cause })
}
