import { readFileSync } from 'node:fs'
import type { Editable } from '../../api/v1/installation/answers.ts'
import { errorText } from '../../api/v1/language/caught-error.ts'
import type { InstallationError } from '../../api/v1/installation/installation-error.ts'
import { bytesHash } from '../../store/source/reading/reading.ts'
import { documentSpan } from '../../store/writer/document-span.ts'
import { usageError } from '../usage.ts'

/**
 * Reads a document of a watched file. Throws unless the file is here and as it was accepted; `server` is set if another machine may have
 * been asked.
 */
export function readDocument(
  { file, document, version }: Extract<Editable, { file: string }>,
  server: string | undefined,
): string {
  const bytes = read(file)
  if (bytesHash(bytes) !== version) throw isOther(file, server)
  const whole = bytes.toString('utf8')
  const span = documentSpan(whole, document)
  if (span) return whole.slice(span.from, span.to)
  throw new Error(`${file} has no document ${document}`)
}

/** The error for a different file. With a server on another machine, this one's file may be unrelated. */
function isOther(file: string, server: string | undefined): InstallationError {
  const wait = 'wait until serve has accepted it, or see with `reconcile status` what it finds wrong with it'
  if (server === undefined) return usageError(`${file} was changed, and is not accepted as it is now`, wait)
  return usageError(
    `${file} of this machine is not what ${server} has accepted: it is another file, or was changed since`,
    `edit it where serve runs; if that is here, ${wait}`,
  )
}

function read(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw usageError(`${file}, which declares it, can't be read here: ${errorText(error)}`, 'edit it where serve runs')
  }
}
