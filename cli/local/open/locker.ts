import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { hostname } from 'node:os'
import { realRandom, uuid } from '../../../clock/random.ts'
import type { ActingLocker } from '../../../controllers/locks/stack-lock.ts'
import type { Store } from '../../../store/objects/store.ts'
import { commandCaller } from '../../caller.ts'
import type { Context } from '../../context.ts'
import { machineId, processMarks } from '../../process-mark.ts'

/** The fact with the random part of a home's lock id. Backups omit it. */
export const LOCKER = 'locker'

export interface LockerOptions {
  readonly steal?: boolean
  /** Told whose lock is taken over; absent: printed as a warning. */
  readonly log?: (line: string) => void
}

/** The identity under which this home takes the locks of stacks, as other homes see it. */
export function lockerFor(context: Context, { steal, log }: LockerOptions, store: Store): ActingLocker {
  const { verb = 'command', home, terminal } = context
  const marks = processMarks()
  const own = marks.markOf(process.pid)
  if (keptIn(store) === undefined) store.putFact('meta', LOCKER, uuid(realRandom))
  return {
    ...{ id: lockerIn(home, store) ?? '', by: whoAt(context) },
    kind: verb === 'serve' ? 'serve' : 'command',
    command: `reconcile ${verb} (pid ${process.pid})`,
    ...(own === undefined ? {} : { process: own }),
    ...(steal ? { steal } : {}),
    hasEnded: (mark) => marks.stateOf(mark) === 'ended',
    say: log ?? ((line) => terminal.complain(line)),
  }
}

/**
 * The home's lock id. It includes the directory's identity, so that a copy of the home has another one. Undefined before the first lock.
 */
export function lockerIn(home: string, store: Store): string | undefined {
  const kept = keptIn(store)
  if (kept === undefined) return undefined
  const hash = createHash('sha256').update(`${kept} ${placeOf(home)}`)
  return hash.digest('hex').slice(0, 32)
}

function keptIn(store: Store): string | undefined {
  const kept = store.fact('meta', LOCKER)
  return typeof kept === 'string' ? kept : undefined
}

/** Identifies a directory across reboots, which may renumber devices, and across replaced containers, whose host names differ. */
function placeOf(home: string): string {
  const { ino, birthtimeNs } = statSync(home, { bigint: true })
  return `${machineId()} ${ino} ${birthtimeNs}`
}

function whoAt(context: Context): string {
  const { sudo, name, uid } = commandCaller(context)
  return `${sudo ?? name ?? uid ?? 'somebody'}@${hostname()}`
}
