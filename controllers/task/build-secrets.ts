import type { V1Secret } from '../../api/v1/generated/types.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { keyFor } from '../../api/v1/names.ts'
import { secretValue } from '../../api/v1/secret-value.ts'
import type { BuildSecret } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import type { Content } from '../../store/contents/contents.ts'
import type { SecretReader, Wanted } from './pull-login.ts'

/** A build's secret with its bytes. Throws an EngineError that names the Secret which is not to be had, and shows none of them (S9). */
export async function readBuildSecret(
  asked: BuildSecret,
  { image, node, stack }: Wanted,
  reader: SecretReader,
): Promise<BuildSecret> {
  const key = keyFor(stack, asked.secret)
  const content = await contentOf(reader.store.get('Secret', key), reader)
  if (content.found) return { ...asked, value: secretValue(content.bytes) }
  const detail = `its build secret ${key}: ${content.because}`
  throw new EngineError('Invalid', { node, tried: `read a secret for the build of ${image}`, detail })
}

async function contentOf(secret: V1Secret | undefined, { contents }: SecretReader): Promise<Content> {
  if (secret && !isBeingDeleted(secret)) return await contents.read(secret)
  return {
    found: false,
    because: 'it is not there; declare it beside the service, or make it with `reconcile secret create`',
  }
}
