import { hostname } from 'node:os'
import { realRandom, uuid } from '../../clock/random.ts'
import type { Locker } from '../../controllers/runtime/stack-lock.ts'
import type { Store } from '../../store/objects/store.ts'
import { commandCaller } from '../caller.ts'
import type { Context } from '../context.ts'

/** Who takes locks, and whether from others as well. */
export type StackLocker = Locker & { readonly steal?: boolean }

/** The home whose state this is, as others see who has a stack's lock. Its id is kept with the state: a backup brings it along. */
export function lockerFor(context: Context, { steal }: { readonly steal?: boolean }, store: Store): StackLocker {
  const { verb = 'command' } = context
  return {
    ...{ id: idIn(store), by: whoAt(context), command: `reconcile ${verb} (pid ${process.pid})` },
    ...(steal ? { steal } : {}),
  }
}

/** The id by which this state takes locks; undefined before it took one. */
export function lockerIn(store: Store): string | undefined {
  const kept = store.fact('meta', 'locker')
  return typeof kept === 'string' ? kept : undefined
}

function idIn(store: Store): string {
  const kept = lockerIn(store)
  if (kept !== undefined) return kept
  const id = uuid(realRandom)
  store.putFact('meta', 'locker', id)
  return id
}

function whoAt(context: Context): string {
  const { sudo, name, uid } = commandCaller(context)
  return `${sudo ?? name ?? uid ?? 'somebody'}@${hostname()}`
}
