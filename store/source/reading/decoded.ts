import { basename } from 'node:path'
import type { Unreadable } from '../../../api/v1/installation/requests.ts'
import { linesOf } from '../../../api/v1/yaml/lines.ts'
import { isManifestName } from '../disk/file-names.ts'

/** Decodes a file as UTF-8, without a byte order mark; otherwise returns the place of the first invalid byte and a message. */
export function decoded(bytes: Uint8Array): string | Unreadable {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const text = Buffer.from(bytes).toString('utf8')
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
    const message = utf16
      ? 'is UTF-16: save it as UTF-8, as with `iconv -f UTF-16 -t UTF-8`'
      : 'is not UTF-8: save it as UTF-8, as with `iconv -f WINDOWS-1252 -t UTF-8` if it has accents of western Europe'
    return { ...linesOf(text).at(Math.max(0, text.indexOf('\ufffd'))), message }
  }
}

/** Decodes a side file. One that becomes part of a manifest must be UTF-8 (S1); in an env file, invalid bytes are replaced. */
export function decodedSide(path: string, bytes: Uint8Array): string | Error {
  const text = isManifestName(basename(path)) ? decoded(bytes) : Buffer.from(bytes).toString('utf8')
  return typeof text === 'string' ? text : new Error(`line ${text.line} ${text.message}`)
}
