import { errorText } from '../../api/v1/language/caught-error.ts'
import type { V1Config, V1Secret } from '../../api/v1/generated/types.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Content, FoundContent } from '../../store/contents/contents.ts'
import type { Key } from '../../store/objects/store.ts'
import type { Ports } from '../runtime/ports.ts'
import { ensureFinalizer } from '../runtime/finalizers.ts'
import type { DeliveredKind } from './path.ts'
import { neededContents } from './used.ts'

interface Concerned {
  readonly content: Content
  readonly kind: DeliveredKind
  readonly ports: Ports
}

/** The copies that there are, and what counts as the present content with these. */
export interface Retained {
  /** The hashes of all copies. */
  readonly retained: ReadonlySet<string>
  readonly content: Content
  /** Why the present content could not be copied. */
  readonly failure?: unknown
}

/**
 * Retains a copy of the present content where a task or service needs it: its source may change, and what runs must still be able to start
 * again, on any node. A content that can't be copied does not count; one that counted before does.
 */
export async function retainPresent(key: Key, { content, kind, ports }: Concerned): Promise<Retained> {
  const { store, contents } = ports
  const object = store.get(kind, key)
  if (!object) return { retained: new Set(), content }
  try {
    return { retained: await retain(object, { content, kind, ports }), content }
  } catch (failure) {
    const counts = content.found && object.status?.contentHash === content.hash
    return {
      retained: await contents.retain(object).catch(() => new Set<string>()),
      content: counts ? content : { found: false, because: errorText(failure) },
      failure,
    }
  }
}

async function retain(object: V1Secret | V1Config, { content, kind, ports }: Concerned): Promise<ReadonlySet<string>> {
  const { contents, onlyLooks } = ports
  if (!content.found || onlyLooks || !isNeeded(object, content, { kind, ports })) return await contents.retain(object)
  await keepUntilReleased(object, { kind, ports })
  return await contents.retain(object, content)
}

function isNeeded(
  object: V1Secret | V1Config,
  { hash }: FoundContent,
  { kind, ports }: Omit<Concerned, 'content'>,
): boolean {
  return !isBeingDeleted(object) && neededContents({ object, kind, hash }, ports).has(hash)
}

/** The object's deletion waits until its copies are released, however it comes about. Durable, as a process may end at any time. */
async function keepUntilReleased(
  { metadata }: V1Secret | V1Config,
  { kind, ports: { store } }: Omit<Concerned, 'content'>,
): Promise<void> {
  if (metadata.finalizers?.includes(finalizers.delivered)) return
  ensureFinalizer(store, kind, { key: keyOf({ metadata }), finalizer: finalizers.delivered })
  await store.durable()
}

/**
 * Releases the copies that no task and no revision needs any more; all of an object that is being deleted. The content that counted last is
 * needed where a service mounts it, though its source may be gone: tasks are still made with it. Returns why they can't be released.
 */
export async function releaseUnneeded(
  key: Key,
  { retained, kind, ports }: Omit<Concerned, 'content'> & Pick<Retained, 'retained'>,
): Promise<unknown> {
  const { store, contents, onlyLooks } = ports
  const unneeded = () => {
    const object = store.get(kind, key)
    if (!object || onlyLooks) return []
    const { contentHash: hash } = object.status ?? {}
    const held = { object, kind, ...(hash === undefined ? {} : { hash }) }
    const needed = isBeingDeleted(object) ? new Set<string>() : neededContents(held, ports)
    return [...retained].filter((hash) => !needed.has(hash)).map((hash) => ({ object, hash }))
  }
  if (unneeded().length === 0) return undefined
  await store.durable() // after a crash it must be known that nobody needs them
  try {
    for (const { object, hash } of unneeded()) await contents.release(object, hash)
    return undefined
  } catch (error) {
    return error
  }
}
