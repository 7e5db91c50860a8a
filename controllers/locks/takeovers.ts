import type { VolumeInspect } from '../../engine/types/volume.ts'
import { holderOf } from './stack-lock.ts'

/**
 * How many takeovers of one lock name their process. A later one counts until it is given back or stolen, as nobody can tell whether its
 * process lives: a serve that is killed again and again leaves no more volumes than that.
 */
export const NAMED_TAKEOVERS = 8

/**
 * A lock, and the volumes that took it over, in order: the last one counts. Each is named after the lock and its number, so that the engine
 * lets only one home make it. Without the lock, those that a crash left of it count for nothing.
 */
export function chainOf(name: string, find: (name: string) => VolumeInspect | undefined): readonly VolumeInspect[] {
  const lock = find(name)
  const chain: VolumeInspect[] = []
  for (let next = lock; lock && next; next = find(takeoverName(lock, chain.length))) chain.push(next)
  return chain
}

/** The name of the nth takeover of a lock, from 1. Another lock of the same stack has other ones. */
export function takeoverName(lock: VolumeInspect, nth: number): string {
  const { id, since } = holderOf(lock)
  const which = `${id.slice(0, 8)}-${since}`.replace(/[^\da-z-]/gi, '')
  return `${lock.Name}.${which}.${nth}`
}

/** Whether this is the same lock, and not a later one of the same name. */
export function isSameLock(one: VolumeInspect, other: VolumeInspect | undefined): boolean {
  return other !== undefined && takeoverName(one, 1) === takeoverName(other, 1)
}
