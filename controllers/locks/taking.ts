import { timestamp } from '../../api/v1/language/timestamp.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Engine } from '../../engine/engine.ts'
import { unlessGone } from '../../engine/errors.ts'
import type { Inventory } from '../../engine/inventory.ts'
import type { Run } from '../../engine/run.ts'
import type { Store } from '../../store/objects/store.ts'
import type { VolumeBody, VolumeInspect } from '../../engine/types/volume.ts'
import type { LockView } from './lock-view.ts'
import {
  type ActingLocker,
  type HeldLock,
  holderOf,
  leftWords,
  lockBody,
  type Locker,
  type StackAt,
  stolenWords,
} from './stack-lock.ts'
import { isSameLock, NAMED_TAKEOVERS, takeoverName } from './takeovers.ts'
import type { Thefts } from './thefts.ts'

export interface TakingOptions {
  readonly installation: string
  readonly inventory: Inventory
  readonly clock: Clock
  readonly store: Store
  readonly locker: ActingLocker
}

interface Means {
  readonly view: LockView
  readonly thefts: Thefts
  /** Aborts the calls. */
  readonly signal: AbortSignal
}

/** How often a lock is taken away in one attempt, as a busy holder may take it again as soon as it is free. */
const THEFTS = 3

/** How many volumes are made or asked for in one attempt: the lock and each of its takeovers, and those of one that comes meanwhile. */
const TRIES = 2 * (1 + NAMED_TAKEOVERS)

export type Taking = ReturnType<typeof createTaking>

/** The calls that take a lock, from others where that is allowed. */
export function createTaking(options: TakingOptions, { view, thefts, signal }: Means) {
  const { installation, inventory, locker, clock } = options
  /** A run of its own for each call on a lock, as several runs may wait for it. */
  const runOf = ({ stack }: StackAt, reason: string): Run => ({ signal, object: `Stack/${stack}`, reason })

  /** Takes a lock that this process does not hold yet. Returns its holder if that is another home. */
  async function take(engine: Engine, at: StackAt): Promise<HeldLock | undefined> {
    if (view.isHeld(view.lockAt(at))) return undefined
    await options.store.durable() // our id must be known after a crash
    const isTold = thefts.may(at)
    if (isTold) await takeAway(engine, at)
    for (let tries = 1, taken = 0; ; tries++) {
      const left = view.chainAt(at)
      const seen = isLeft(left.at(-1)) ? await takeOver(engine, at, left) : await make(engine, at)
      const lock = view.lockAt(at)
      if (view.isHeld(lock)) {
        thefts.done(at)
        return undefined
      }
      if (isTold && ++taken < THEFTS) await takeAway(engine, at)
      else if (tries >= TRIES || (lock && !isLeft(lock))) return { at, by: holderOf(lock ?? seen) }
    }
  }

  function isLeft(lock: VolumeInspect | undefined): boolean {
    return lock !== undefined && view.isLeft(holderOf(lock))
  }

  /** Makes the lock, or is answered with the one that is there. */
  async function make(engine: Engine, at: StackAt): Promise<VolumeInspect> {
    const run = runOf(at, `the lock of ${at.stack}, so that no other home changes it`)
    const volume = await engine.createVolume({ body: bodyOf(at, locker) }, run)
    inventory.putVolume(at.node, volume)
    return volume
  }

  function bodyOf({ stack }: StackAt, by: Locker): VolumeBody {
    return lockBody({ installation, stack }, { ...by, since: timestamp(clock.now()) })
  }

  /**
   * Takes over a lock whose holder was killed, or is this home, in a process before this one. The lock stays, and keeps all others out: the
   * volume made beside it says whose it is. Returns another home's where that was first.
   */
  async function takeOver(engine: Engine, at: StackAt, chain: readonly VolumeInspect[]): Promise<VolumeInspect> {
    const [lock, last] = [chain[0] as VolumeInspect, chain.at(-1) as VolumeInspect]
    const Name = takeoverName(lock, chain.length)
    const { process: _, ...unnamed } = locker
    const body = { ...bodyOf(at, chain.length > NAMED_TAKEOVERS ? unnamed : locker), Name }
    const reason = leftWords(holderOf(last), at.stack)
    const volume = await engine.createVolume({ body }, runOf(at, reason))
    if (view.isHeld(volume) && !(await isThere(engine, at, lock))) {
      await removeAll(engine, at, { names: [Name], reason: 'it takes over a lock that is not there any more' })
      return volume
    }
    inventory.putVolume(at.node, volume)
    if (view.isHeld(volume) && !view.isOurs(last)) locker.say?.(`${at.node}: took over ${reason}`)
    return volume
  }

  /** Whether a lock is still there. It may have been given back, with its takeovers, before we made ours. */
  async function isThere(engine: Engine, { node, stack }: StackAt, lock: VolumeInspect): Promise<boolean> {
    const name = lock.Name
    const found = await unlessGone(engine.inspectVolume({ name }, runOf({ node, stack }, 'whose lock it is')))
    if (found) inventory.putVolume(node, found)
    else inventory.dropVolume(node, name)
    return isSameLock(lock, found)
  }

  /** Removes the lock of another home, if it may be stolen. */
  async function takeAway(engine: Engine, at: StackAt): Promise<void> {
    const [present, chain] = [view.othersAt(at), view.chainAt(at)]
    if (!present || view.isOurs(present) || !thefts.may(at)) return
    const reason = stolenWords(holderOf(present), at.stack)
    await removeAll(engine, at, { names: chain.map(({ Name }) => Name), reason })
    locker.say?.(`${at.node}: took over ${reason}`)
  }

  /** Removes volumes in their order: the lock first, as its takeovers count for nothing without it. */
  async function removeAll(engine: Engine, at: StackAt, { names, reason }: Removal): Promise<void> {
    for (const name of names) {
      await unlessGone(engine.removeVolume({ name }, runOf(at, reason)))
      inventory.dropVolume(at.node, name)
    }
  }

  return { take, takeAway, isThere, removeAll }
}

interface Removal {
  readonly names: readonly string[]
  readonly reason: string
}
