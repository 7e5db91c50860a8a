import { timestamp } from '../../api/v1/language/timestamp.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Engine } from '../../engine/engine.ts'
import { unlessGone } from '../../engine/errors.ts'
import type { Inventory } from '../../engine/inventory.ts'
import type { Run } from '../../engine/run.ts'
import type { Store } from '../../store/objects/store.ts'
import type { LockView } from './lock-view.ts'
import {
  type ActingLocker,
  type HeldLock,
  holderOf,
  leftWords,
  lockBody,
  type StackAt,
  stolenWords,
} from './stack-lock.ts'
import type { Thefts } from './thefts.ts'

export interface TakingOptions {
  readonly installation: string
  readonly inventory: Inventory
  readonly clock: Clock
  readonly store: Store
  readonly locker: ActingLocker
}

/** How often a lock is taken away in one attempt, as a busy holder may take it again as soon as it is free. */
const THEFTS = 3

/** The calls that take a lock, from others where that is allowed. */
export function createTaking(options: TakingOptions, { view, thefts }: { view: LockView; thefts: Thefts }) {
  const { installation, inventory, locker, clock } = options

  /** Takes a lock that this process does not hold yet. Returns its holder if that is another home. */
  async function take(engine: Engine, at: StackAt): Promise<HeldLock | undefined> {
    if (view.isHeld(view.lockAt(at))) return undefined
    await options.store.durable() // our id must be known after a crash
    const isTold = thefts.may(at)
    await takeAway(engine, at)
    for (let attempts = 1; ; attempts++) {
      const since = timestamp(clock.now())
      const body = lockBody({ installation, stack: at.stack }, { ...locker, since })
      const reason = `the lock of ${at.stack}, so that no other home changes it`
      const volume = await engine.createVolume({ body }, lockRun(at.stack, reason))
      inventory.putVolume(at.node, volume)
      if (view.isOurs(volume)) {
        thefts.done(at)
        return undefined
      }
      const by = holderOf(volume)
      const mayTakeAway = isTold || view.isLeft(by)
      if (!mayTakeAway || attempts >= THEFTS) return { at, by }
      await takeAway(engine, at)
    }
  }

  /** Removes the lock of another home, if it may be stolen or was left behind, or of a process of this home before this one. */
  async function takeAway(engine: Engine, at: StackAt): Promise<void> {
    const present = view.othersAt(at)
    if (!present) return
    if (thefts.may(at) && !view.isOurs(present)) return remove(engine, at, stolenWords(holderOf(present), at.stack))
    if (!view.isLeft(holderOf(present))) return
    // Another home may have taken it over since.
    const found = await unlessGone(engine.inspectVolume({ name: present.Name }, lockRun(at.stack, 'whose lock it is')))
    if (!found) return inventory.dropVolume(at.node, present.Name)
    inventory.putVolume(at.node, found)
    if (!view.isLeft(holderOf(found))) return
    await remove(engine, at, leftWords(holderOf(found), at.stack))
  }

  async function remove(engine: Engine, { node, stack }: StackAt, reason: string): Promise<void> {
    const name = view.nameOf(stack)
    const isOurs = view.isOurs(view.lockAt({ node, stack }))
    await unlessGone(engine.removeVolume({ name }, lockRun(stack, reason)))
    inventory.dropVolume(node, name)
    if (!isOurs) locker.say?.(`${node}: took over ${reason}`)
  }

  return { take, takeAway }
}

/** A run of its own for each call on a lock, as several runs may wait for it. */
export function lockRun(stack: string, reason: string, signal: AbortSignal = new AbortController().signal): Run {
  return { signal, object: `Stack/${stack}`, reason }
}
