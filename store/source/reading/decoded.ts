import { basename } from 'node:path'
import type { Unreadable } from '../../../api/v1/installation/requests.ts'
import { linesOf } from '../../../api/v1/yaml/lines.ts'
import { isManifestName } from '../disk/file-names.ts'

/** The text of a file's bytes, without a byte order mark; else where they are no UTF-8. */
export function decoded(bytes: Uint8Array): string | Unreadable {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const text = Buffer.from(bytes).toString('utf8')
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
    const message = `is ${utf16 ? 'UTF-16' : 'not UTF-8'}: save it as UTF-8`
    return { ...linesOf(text).at(Math.max(0, text.indexOf('\ufffd'))), message }
  }
}

/** The text of a file that stands beside another one: what becomes part of that must be UTF-8, too (S1); of an env file the rest counts. */
export function decodedSide(path: string, bytes: Uint8Array): string | Error {
  const text = isManifestName(basename(path)) ? decoded(bytes) : Buffer.from(bytes).toString('utf8')
  return typeof text === 'string' ? text : new Error(`line ${text.line} ${text.message}`)
}
