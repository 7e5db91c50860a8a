import { isBeingDeleted } from '../../api/v1/metadata.ts'
import type { Content } from '../../store/contents/contents.ts'
import type { Key } from '../../store/objects/store.ts'
import type { Ports } from '../runtime/ports.ts'
import type { DeliveredKind } from './path.ts'
import { neededContents } from './used.ts'

interface Concerned {
  readonly content: Content
  readonly kind: DeliveredKind
  readonly ports: Ports
}

/**
 * Retains a copy of the present content where a task or service needs it: its source may change, and what runs must still be able to start
 * again, on any node. Returns the hashes of all copies.
 */
export async function retainPresent(key: Key, { content, kind, ports }: Concerned): Promise<ReadonlySet<string>> {
  const { store, contents, onlyLooks } = ports
  const object = store.get(kind, key)
  if (!object || isBeingDeleted(object)) return new Set()
  const isNeeded = content.found && neededContents({ object, kind, hash: content.hash }, ports).has(content.hash)
  return await contents.retain(object, ...(isNeeded && !onlyLooks ? [content] : []))
}

/** Releases the copies that no task and no revision needs any more. Those of a deleted object go with it. */
export async function releaseUnneeded(
  key: Key,
  { retained, content, kind, ports }: Concerned & { readonly retained: ReadonlySet<string> },
): Promise<void> {
  const { store, contents, onlyLooks } = ports
  const unneeded = () => {
    const object = store.get(kind, key)
    if (!object || isBeingDeleted(object) || onlyLooks) return []
    const needed = neededContents({ object, kind, ...(content.found ? { hash: content.hash } : {}) }, ports)
    return [...retained].filter((hash) => !needed.has(hash)).map((hash) => ({ object, hash }))
  }
  if (unneeded().length === 0) return
  await store.durable() // after a crash it must be known that nobody needs them
  for (const { object, hash } of unneeded()) await contents.release(object, hash)
}
