import type { Engine } from '../../engine/engine.ts'
import type { HostView, Inventory } from '../../engine/inventory.ts'
import type { VolumeInspect } from '../../engine/types/volume.ts'
import type { LockView } from './lock-view.ts'
import type { Rivals } from './rivals.ts'
import { keyOf, lockedBy, type StackAt } from './stack-lock.ts'
import type { Taking } from './taking.ts'
import type { Turns } from './turns.ts'

interface Releasing {
  readonly inventory: Inventory
  readonly engines: ReadonlyMap<string, Engine>
  readonly view: LockView
  readonly rivals: Rivals
  readonly turns: Turns
  readonly taking: Taking
}

/** The calls that release our locks. */
export function createReleasing({ inventory, engines, view, rivals, turns, taking }: Releasing) {
  /** Releases a lock. Later writes for its stack wait for that, and then take the lock again. */
  function giveBack(at: StackAt): Promise<void> {
    return turns.take(keyOf(at), async () => {
      const engine = engines.get(at.node)
      if (!engine || !view.isOurs(view.lockAt(at))) return
      // Another home may be taking over the lock of a process before this one: whoever has it gives it back.
      if (await taking.take(engine, at)) return
      rivals.noteGiven(at)
      const chain = view.chainAt(at)
      const [lock] = chain
      if (!lock) return
      const isStolen = !(await taking.isThere(engine, at, lock))
      await taking.removeAll(engine, at, {
        names: chain.slice(isStolen ? 1 : 0).map(({ Name }) => Name),
        reason: 'its lock is given back',
      })
    })
  }

  /** Removes what is left of our locks that were given back by a process which was killed before it was done. */
  async function removeRest(node: string): Promise<void> {
    const engine = engines.get(node)
    for (const volume of engine ? oursOn(inventory.host(node)) : []) {
      const at = { node, stack: stackOf(volume) }
      const isLeft = volume.Name !== view.nameOf(at.stack) && !view.chainAt(at).some(({ Name }) => Name === volume.Name)
      if (engine && isLeft)
        await taking.removeAll(engine, at, { names: [volume.Name], reason: 'it is left of a lock that was given back' })
    }
  }

  function oursOn(host: HostView | undefined): readonly VolumeInspect[] {
    return [...(host?.volumes.values() ?? [])].filter(view.isOurs)
  }

  return {
    giveBack,
    /** Releases all our locks on a host; never rejects. */
    async giveBackAll(host: HostView): Promise<void> {
      const { node } = host
      const stacks = new Set(oursOn(host).map(stackOf))
      await Promise.allSettled([...stacks].map((stack) => giveBack({ node, stack })))
      await removeRest(node).catch(() => undefined)
    },
  }
}

function stackOf({ Labels }: VolumeInspect): string {
  return lockedBy(Labels ?? {}) ?? ''
}
