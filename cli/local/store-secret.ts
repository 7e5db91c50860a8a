import { existsSync } from 'node:fs'
import type { V1Secret, V1Service } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { StoreSecretRequest } from '../../api/v1/installation/requests.ts'
import { referencesOf } from '../../controllers/delivery/path.ts'
import type { Contents } from '../../store/contents/contents.ts'
import { dropContent, stageContent } from '../../store/contents/disk.ts'
import { keptPath } from '../../store/contents/kept-file.ts'
import { variableRemedy } from '../../store/contents/variable-remedy.ts'
import { MOST_CONTENT_BYTES } from '../../store/contents/settled-file.ts'
import { leftToServe } from './apply.ts'
import { contentsOf } from './open/contents.ts'
import { type Core, secretsDirectory } from './open/core.ts'
import type { Key } from '../../store/objects/store.ts'
import { concernedBy } from './request/only-services.ts'
import { createObject } from './objects/create-object.ts'
import { refusal } from './objects/write-error.ts'
import { settle, wakeQuiet } from './waiting/settle.ts'

/**
 * Stores the content of a Secret in RECONCILE_HOME, declares the Secret if nothing does, and waits until the tasks that mount it have the
 * content.
 */
export async function* storeSecret(core: Core, request: StoreSecretRequest): AsyncGenerator<ProgressEvent> {
  const { stack, name, bytes } = request
  refuseSize(request)
  const id = `Secret/${keyFor(stack, name)}` as const
  const live = core.store.get('Secret', keyFor(stack, name))
  const contents = await contentsOf(core, { makesKey: true })
  const before = live && (await keptHash(live, contents))
  if (live) refuseOther(live, { replace: request.replace, isKept: before !== undefined })
  const hash = contents.hashOf(bytes.reveal(), live?.spec ?? {})
  if (live) await keep(core, live, request)
  else await declare(core, request)
  const change = live ? (before === hash ? 'unchanged' : 'configured') : 'created'
  const expected = new Map([[id, hash]])
  if (core.purpose === 'serve') wakeQuiet(await core.begin([]), [id])
  yield { type: 'resource', object: id, change }
  const mounting = mountedBy(core, request)
  if (mounting.length === 0)
    return yield { type: 'outcome', exit: exits.converged, message: `${id} is kept; ${useOf(core, request)}` }
  if (!request.wait) return yield leftToServe(core)
  const services = concernedBy(core.store, mounting)
  yield* settle(core, { ...request, stacks: [stack], services, used: [id], leaving: [], expected })
}

/** Creates the Secret. The content is committed before the object is visible, and removed if the object is refused. */
async function declare(core: Core, request: StoreSecretRequest): Promise<void> {
  const { stack: namespace, name } = request
  const metadata = { namespace, name }
  const secret: V1Secret = { apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { stored: true } }
  const creation = { kind: 'Secret', namespace, object: secret } as const
  // Validates the name before it is used in a path.
  await createObject(core, { ...creation, dryRun: true })
  if (!request.replace) refuseKept(core, secret)
  const staged = await stageContent(secretsDirectory(core.home), secret, request.bytes.reveal())
  let isThere = false
  const beside = () => {
    staged.commit()
    isThere = true
  }
  try {
    await createObject(core, creation, beside)
  } catch (error) {
    staged.drop()
    if (isThere && !core.store.get('Secret', keyFor(namespace, name))) dropContent(secretsDirectory(core.home), secret)
    throw error
  }
}

/** Throws if a deletion, or an apply without it, left its content: what has data by that password is lost without it. */
function refuseKept({ home }: Core, secret: V1Secret): void {
  const path = keptPath(secretsDirectory(home), secret)
  if (!existsSync(path)) return
  const remedy = 'declare it as `external` or `stored` to have these, or say --replace to give it other bytes'
  throw refusal('AlreadyExists', `${nameOf(secret)} had bytes before, which are in ${path}`, remedy)
}

/** Replaces the content. Throws if the Secret was deleted or redeclared meanwhile. */
async function keep({ home, store }: Core, secret: V1Secret, { bytes }: StoreSecretRequest): Promise<void> {
  const staged = await stageContent(secretsDirectory(home), secret, bytes.reveal())
  try {
    const now = store.get('Secret', keyOf(secret))
    if (!now || now.metadata.uid !== secret.metadata.uid)
      throw refusal('Conflict', `${nameOf(secret)} was deleted meanwhile`, 'run this again, if it is to be there')
    refuseOther(now, { replace: true, isKept: true })
    staged.commit()
  } finally {
    staged.drop()
  }
}

function nameOf({ metadata }: V1Secret): string {
  return `secret/${metadata.name} of stack ${metadata.namespace ?? ''}`
}

async function keptHash(secret: V1Secret, contents: Contents): Promise<string | undefined> {
  const { storage = 'Memory' } = secret.spec
  const kept = { ...secret, spec: { stored: true, storage } }
  const content = await contents.read(kept)
  return content.found ? content.hash : undefined
}

function useOf({ store }: Core, { stack, name }: StoreSecretRequest): string {
  const services = [...store.by('Service', 'namespace', stack).values()]
  const isForPulls = services.some(({ spec }) => spec.template.imagePullSecrets?.includes(name))
  return isForPulls ? 'the next pull with it takes it' : 'no service mounts it'
}

/** The keys of the services that mount it. */
export function mountedBy(
  { store }: Pick<Core, 'store'>,
  { stack, name }: Pick<StoreSecretRequest, 'stack' | 'name'>,
): readonly Key[] {
  const isMounted = ({ spec }: V1Service) =>
    referencesOf(spec.template).some((reference) => reference.kind === 'Secret' && reference.name === name)
  return [...store.by('Service', 'namespace', stack).values()].filter(isMounted).map(keyOf)
}

function refuseSize({ name, bytes }: StoreSecretRequest): void {
  if (bytes.length === 0)
    throw new InstallationError(exits.usage, `the secret ${name} would have no bytes`, {
      remedy: 'look at what they were to come from; nothing was changed',
    })
  if (bytes.length > MOST_CONTENT_BYTES)
    throw new InstallationError(exits.usage, `the secret ${name} would have more than 1 MiB`, {
      remedy: 'mount it as a file instead; nothing was changed',
    })
}

/** Throws if the content comes from elsewhere, or exists and is not to be replaced. */
function refuseOther(
  secret: V1Secret,
  { replace, isKept }: { readonly replace: boolean; readonly isKept: boolean },
): void {
  const { spec } = secret
  const what = nameOf(secret)
  if (isBeingDeleted(secret)) throw refusal('Conflict', `${what} is being deleted`, 'wait until it is gone')
  if (spec.file !== undefined)
    throw refusal('Invalid', `the bytes of ${what} are those of ${spec.file}`, 'write them there, and apply again')
  if (spec.environment !== undefined)
    throw refusal(
      'Invalid',
      `the bytes of ${what} are those of the variable ${spec.environment}`,
      variableRemedy(secret),
    )
  if (isKept && !replace)
    throw refusal(
      'AlreadyExists',
      `${what} is there already`,
      'say --replace to give it other bytes: what mounts it is rolled out',
    )
}
