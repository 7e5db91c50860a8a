import { readFileSync } from 'node:fs'
import type { Editable } from '../../api/v1/answers.ts'
import { errorText } from '../../api/v1/caught-error.ts'
import { bytesHash } from '../../store/source/reading.ts'
import { documentSpan } from '../../store/writer/document-span.ts'
import { usageError } from '../usage.ts'

/** The document of a watched file, if that is here, and as it was accepted. */
export function readDocument({ file, document, version }: Extract<Editable, { file: string }>): string {
  const bytes = read(file)
  if (bytesHash(bytes) !== version)
    throw usageError(
      `${file} was changed, and is not accepted as it is now`,
      'wait until serve has accepted it, or see with `reconcile validate -f` what is wrong with it',
    )
  const whole = bytes.toString('utf8')
  const span = documentSpan(whole, document)
  if (span) return whole.slice(span.from, span.to)
  throw new Error(`${file} has no document ${document}`)
}

function read(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw usageError(`${file}, which declares it, can't be read here: ${errorText(error)}`, 'edit it where serve runs')
  }
}
