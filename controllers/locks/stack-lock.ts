import { labels, lockLabels } from '../../api/v1/labels.ts'
import { splitKey } from '../../api/v1/names.ts'
import { holdReasons } from '../../api/v1/reasons.ts'
import type { VolumeBody, VolumeInspect } from '../../engine/types/volume.ts'
import type { NodeHold } from '../holds/node-hold.ts'

/** Who takes locks: one state, whichever process works on it, as two never do (S11). */
export interface Locker {
  /** Random, and kept with the state. */
  readonly id: string
  /** USER@MACHINE. */
  readonly by: string
  /** A `serve` has its locks for as long as it runs. */
  readonly kind: 'serve' | 'command'
  /** Such as `reconcile apply (pid 4711)`; no arguments, they may hold secrets. */
  readonly command: string
  /** Its process, as others on its machine know it; absent where that can't be told. */
  readonly process?: string
}

/** Who has a lock. */
export interface LockHolder extends Locker {
  /** RFC 3339. */
  readonly since: string
}

/** A stack of an installation. */
export interface LockedStack {
  readonly installation: string
  readonly stack: string
}

/** A stack at an engine. */
export interface StackAt {
  readonly node: string
  readonly stack: string
}

/**
 * The lock of a stack on an engine is a volume of this name, empty and mounted nowhere. An engine makes a volume of one name once,
 * and answers everybody who asks for it with the labels of who made it: so one call takes the lock, or says who has it.
 */
export function lockName({ installation, stack }: LockedStack): string {
  return `reconcile-lock.${installation}.${stack}`
}

/** What is asked for to take it. It has no label of the installation: it is no resource, and nothing collects it. */
export function lockBody(locked: LockedStack, { id, by, kind, command, since, process }: LockHolder): VolumeBody {
  return {
    Name: lockName(locked),
    Labels: {
      [labels.stack]: locked.stack,
      [lockLabels.holder]: id,
      [lockLabels.by]: by,
      [lockLabels.kind]: kind,
      [lockLabels.command]: command,
      [lockLabels.since]: since,
      ...(process === undefined ? {} : { [lockLabels.process]: process }),
    },
  }
}

/** Who has it, as its labels say; nobody, with an empty id, where there are none. */
export function holderOf({ Labels, CreatedAt = '' }: VolumeInspect): LockHolder {
  const { [lockLabels.holder]: id = '', [lockLabels.by]: by = 'somebody' } = Labels ?? {}
  const { [lockLabels.command]: command = 'by hand', [lockLabels.since]: since = CreatedAt } = Labels ?? {}
  const kind = Labels?.[lockLabels.kind] === 'serve' ? 'serve' : 'command'
  const process = Labels?.[lockLabels.process]
  return { id, by, kind, command, since, ...(process === undefined ? {} : { process }) }
}

/** Whether a holder keeps it for as long as it runs. */
export function isServing({ kind }: Locker): boolean {
  return kind === 'serve'
}

/** Whose lock was stolen, in words. */
export function stolenWords({ by, command, since }: LockHolder, stack: string): string {
  return `--steal: the lock of ${stack}, taken away from ${by} (${command}, since ${since})`
}

/** Who left a lock behind, in words. An engine (20.10) that ends while it makes one keeps the name, and not the labels. */
export function leftWords({ id, by, command, since }: LockHolder, stack: string): string {
  if (id === '') return `the lock of ${stack}, which has nobody's name since ${since}`
  return `the lock of ${stack}, which ${by} left behind: ${command}, since ${since}, was killed`
}

/** One text for each stack at an engine. */
export function keyOf({ node, stack }: StackAt): string {
  return `${node} ${stack}`
}

/** The stack that a volume is the lock of, told by its labels. */
export function lockedBy(own: Readonly<Record<string, string>>): string | undefined {
  return own[lockLabels.holder] === undefined ? undefined : own[labels.stack]
}

/** The stack of what a call is for, as `Kind/stack/name`; what belongs to no stack has no lock. */
export function stackOf(object: string): string | undefined {
  return splitKey(object.slice(object.indexOf('/') + 1)).namespace
}

/** Who works on a stack, in words. */
export function holderWords({ by, command, since }: LockHolder, { node, stack }: StackAt): string {
  return `${by} works on ${stack} on ${node}: ${command}, since ${since}`
}

/** Who keeps a stack from being worked on, with what to do. */
export function lockHold(holder: LockHolder, at: StackAt): NodeHold {
  const because = `${holderWords(holder, at)}; it goes on when that has ended, or with --steal`
  return { reason: holdReasons.waitingForLock, because }
}
