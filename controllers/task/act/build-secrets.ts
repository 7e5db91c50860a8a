import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { secretValue } from '../../../api/v1/redact/secret-value.ts'
import type { BuildSecret } from '../../../engine/types/build.ts'
import { EngineError } from '../../../engine/errors.ts'
import type { Content } from '../../../store/contents/contents.ts'
import type { SecretReader, Wanted } from './pull-login.ts'

/** A build secret with its bytes. Throws an EngineError that names a Secret which can't be had, and shows no bytes (S9). */
export async function readBuildSecret(
  asked: BuildSecret,
  { image, node, stack }: Wanted,
  reader: SecretReader,
): Promise<BuildSecret> {
  const key = keyFor(stack, asked.secret)
  const secret = reader.store.get('Secret', key)
  const content = secret && !isBeingDeleted(secret) ? await reader.contents.read(secret) : absent(asked.secret, stack)
  if (content.found) return { ...asked, value: secretValue(content.bytes) }
  const detail = `its build secret ${key}: ${content.because}`
  throw new EngineError('Invalid', { node, tried: `read a secret for the build of ${image}`, detail })
}

function absent(name: string, stack: string): Content {
  const make = `\`reconcile secret create ${name} -n ${stack} --from-file FILE\``
  return { found: false, because: `it is not there; declare it beside the service, or make it with ${make}` }
}
