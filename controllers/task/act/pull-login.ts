import type { V1Secret, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { type SecretValue, secretValue } from '../../../api/v1/redact/secret-value.ts'
import type { PullLogin } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { parseImageReference } from '../../../api/v1/image-reference.ts'
import { allAuths, authFor, type PullSecret, readPullSecret } from '../../../engine/registry-auth.ts'
import type { Contents } from '../../../store/contents/contents.ts'

type Auths = Extract<PullSecret, { auths: unknown }>['auths']

/** An image to pull or build for a stack, and its pull secrets. */
export interface Wanted {
  readonly image: string
  readonly node: string
  readonly stack: string
  readonly template: Pick<V1TaskTemplate, 'imagePullSecrets'>
}

/** Reads the Secrets of stacks and their bytes. */
export interface SecretReader {
  readonly store: { get(kind: 'Secret', key: string): V1Secret | undefined }
  readonly contents: Pick<Contents, 'read'>
}

/**
 * The registry login for a pull, from the task's imagePullSecrets. Read at each attempt, so that a replaced token counts at the next one.
 * Undefined without such secrets. Throws an EngineError that names the Secret and shows none of its bytes (S9).
 */
export async function pullLogin(wanted: Wanted, reader: SecretReader): Promise<PullLogin | undefined> {
  const { image, stack, template } = wanted
  const { imagePullSecrets: names = [] } = template
  const reference = parseImageReference(image)
  if (names.length === 0 || !reference) return undefined
  for (const name of names) {
    const { auths, remedy } = await readLogins(name, wanted, reader)
    const auth = authFor(auths, reference)
    if (!auth) continue
    const from = `the login for ${reference.domain} in its imagePullSecret ${keyFor(stack, name)}`
    return {
      auth: secretValue(JSON.stringify(auth)),
      words: `tried with ${from}: ${remedy}, and the next try takes it`,
    }
  }
  return { words: `no imagePullSecret of it (${names.join(', ')}) has a login for ${reference.domain}` }
}

/** The logins for all that a build pulls, by registry, from the imagePullSecrets; undefined without such secrets. */
export async function buildLogins(wanted: Wanted, reader: SecretReader): Promise<SecretValue | undefined> {
  const { imagePullSecrets: names = [] } = wanted.template
  if (names.length === 0) return undefined
  const all: ReturnType<typeof allAuths>[] = []
  for (const name of names) all.unshift(allAuths((await readLogins(name, wanted, reader)).auths))
  return secretValue(JSON.stringify(Object.assign({}, ...all)))
}

async function readLogins(
  name: string,
  { image, node, stack }: Wanted,
  { store, contents }: SecretReader,
): Promise<{ readonly auths: Auths; readonly remedy: string }> {
  const key = keyFor(stack, name)
  const refuse = (why: string) =>
    new EngineError('Invalid', {
      ...{ node, tried: `read the login for ${image}`, detail: `its imagePullSecret ${key}: ${why}` },
    })
  const secret = store.get('Secret', key)
  const registry = parseImageReference(image)?.domain ?? 'REGISTRY'
  const remedy = remedyFor({ name, stack, registry }, secret)
  if (!secret || isBeingDeleted(secret)) throw refuse(`it is not there; ${remedy}`)
  const content = await contents.read(secret)
  if (!content.found) throw refuse(content.because)
  const found = readPullSecret(content.bytes)
  if ('wrong' in found) throw refuse(`${found.wrong}; ${remedy}`)
  return { auths: found.auths, remedy }
}

/** How to give a Secret a login that is accepted. */
function remedyFor(
  { name, stack, registry }: { readonly name: string; readonly stack: string; readonly registry: string },
  secret: V1Secret | undefined,
): string {
  const { file, environment } = secret?.spec ?? {}
  if (file !== undefined) return `write one that is valid to ${file}`
  if (environment !== undefined) return `set ${environment} to one that is valid and apply again`
  const login = `--docker-server ${registry} --docker-username USER --docker-password-stdin`
  return `give it one with \`reconcile secret create ${name} -n ${stack} --replace ${login}\``
}
