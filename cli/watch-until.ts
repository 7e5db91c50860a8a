import type { Installation } from '../api/v1/installation/installation.ts'
import type { ObjectOf } from '../api/v1/kinds.ts'
import type { ObjectRef } from '../api/v1/metadata.ts'
import { withInstallation } from './connect.ts'
import type { Context } from './context.ts'
import { pause } from './look-again.ts'
import { isServerGone } from './server-gone.ts'

/** What to watch, and until when. */
export interface WatchUntil<T extends ObjectRef> {
  /** Finds the objects; called once. A ref without a stack that does not exist yet matches any stack. */
  readonly find: (installation: Installation) => Promise<readonly T[]>
  /** Whether an object has reached its goal; it is undefined while it does not exist. Called first and on each change. */
  readonly isDone: (watched: T, object: ObjectOf | undefined, installation: Installation) => boolean | Promise<boolean>
  /** Whether to stop when nobody works: no serve runs, and no command that changes something. */
  readonly onlyWorked?: boolean
  /** Whether to look at each once and not wait. */
  readonly once?: boolean
  readonly signal: AbortSignal
}

/**
 * Watches objects until each is done, with the serve that answers after one that ends meanwhile. Returns those that are not done when the
 * signal aborts or nobody works any more.
 */
export async function watchUntil<T extends ObjectRef>(context: Context, until: WatchUntil<T>): Promise<readonly T[]> {
  let left: Set<T> | undefined
  let isOver = false
  let gone: Error | undefined
  do {
    isOver = until.onlyWorked === true && !(await isWorkedAt(context))
    gone = undefined
    const looked = withInstallation(context, { purpose: 'read' }, async (installation) => {
      const watched = (left ??= new Set(await until.find(installation)))
      const look = async (each: T) => (await watchOne(installation, each, until)) && watched.delete(each)
      await Promise.all([...watched].map(look))
    })
    await looked.catch((error: unknown) => {
      if (!left || until.once || !isServerGone(error)) throw error
      gone = error
    })
  } while (left && left.size > 0 && !isOver && !until.once && (await pause(until.signal)))
  if (gone && !context.signal.aborted) throw gone
  return [...(left ?? [])]
}

/** Whether a serve, or a command that changes something, works on the installation. Ask before each look, which then sees all that was done. */
export async function isWorkedAt({ server, home }: Context): Promise<boolean> {
  return server !== undefined || (await (await import('./bundles/local.ts')).isWorked(home))
}

/** Watches one object until it is done; returns whether it is. Without serve it only looks once, as no events would follow. */
async function watchOne<T extends ObjectRef>(
  installation: Installation & { readonly served: boolean },
  watched: T,
  { isDone, once = false, signal }: WatchUntil<T>,
): Promise<boolean> {
  const { kind, namespace: stack, name } = watched
  const query = { name, ...(stack === undefined ? {} : { stack }), signal }
  try {
    let object: ObjectOf | undefined
    for await (const event of installation.watch(kind, query)) {
      if (event.type === 'EXPIRED') return false
      if ('object' in event) object = event.type === 'DELETED' ? undefined : event.object
      else if (!event.initialEnd) continue
      if (await isDone(watched, object, installation)) return true
      if (event.type === 'BOOKMARK' && (once || !installation.served)) return false
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  return false
}
