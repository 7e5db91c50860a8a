import type { Engine } from '../../engine/engine.ts'
import { unlessGone } from '../../engine/errors.ts'
import type { HostView, Inventory } from '../../engine/inventory.ts'
import type { LockView } from './lock-view.ts'
import type { Rivals } from './rivals.ts'
import { keyOf, lockedBy, type StackAt } from './stack-lock.ts'
import { lockRun } from './taking.ts'
import type { Turns } from './turns.ts'

interface Releasing {
  readonly inventory: Inventory
  readonly engines: ReadonlyMap<string, Engine>
  readonly view: LockView
  readonly rivals: Rivals
  readonly turns: Turns
}

/** The calls that release our locks; `signal` aborts them. */
export function createReleasing({ inventory, engines, view, rivals, turns }: Releasing, signal: AbortSignal) {
  /** Releases a lock. Later writes for its stack wait for that, and then take the lock again. */
  function giveBack(at: StackAt): Promise<void> {
    return turns.take(keyOf(at), async () => {
      const engine = engines.get(at.node)
      const volume = view.lockAt(at)
      if (!engine || !volume || !view.isOurs(volume)) return
      rivals.noteGiven(at)
      const name = volume.Name
      const run = lockRun(at.stack, 'its lock is given back', signal)
      await unlessGone(
        engine.inspectVolume({ name }, run).then((found) => {
          return view.isOurs(found) ? engine.removeVolume({ name }, run) : inventory.putVolume(at.node, found)
        }),
      )
      if (view.isOurs(view.lockAt(at))) inventory.dropVolume(at.node, name)
    })
  }

  return {
    giveBack,
    /** Releases all our locks on a host; never rejects. */
    async giveBackAll({ node, volumes }: HostView): Promise<void> {
      const ours = [...volumes.values()].filter(view.isOurs)
      await Promise.allSettled(ours.map(({ Labels }) => giveBack({ node, stack: lockedBy(Labels ?? {}) ?? '' })))
    },
  }
}
