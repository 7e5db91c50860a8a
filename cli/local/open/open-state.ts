import { errorCode } from '../../../api/v1/language/caught-error.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { Clock } from '../../../clock/clock.ts'
import { realClock } from '../../../clock/real.ts'
import type { Random } from '../../../clock/random.ts'
import type { Holder } from '../../../store/lock/holder.ts'
import { acquireLock, type Lock, lockHolder } from '../../../store/lock/lock.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import type { Store } from '../../../store/objects/store.ts'
import { realFiles } from '../../../store/storage/files.ts'
import { readStorage } from '../../../store/storage/load.ts'
import { openStorage } from '../../../store/storage/log.ts'
import { dropUnfinished } from '../../../store/contents/disk.ts'
import type { Storage } from '../../../store/storage/storage.ts'
import { StorageError } from '../../../store/storage/storage.ts'
import type { StorageInstrument } from '../../monitoring/storage-metrics.ts'
import { secretsDirectory, stateDirectory } from './core.ts'
import { dropLeft } from './left-contents.ts'
import { makeHome } from './make-home.ts'
import { refusedRemedy, refusedWords } from './refused-remedy.ts'
import { timestamp } from '../../../api/v1/language/timestamp.ts'

/** The command of a serve, as it tells those who wait for its lock. */
export const SERVE_COMMAND = 'reconcile serve'

export interface StateOptions {
  readonly home: string
  readonly clock: Clock
  readonly random: Random
  /** The command, shown to others who wait for the lock. */
  readonly command: string
  readonly waitMs: number
  /** Called at once with the holder when the lock has to be waited for; what it throws ends the wait. */
  readonly onWait: (holder: Holder | undefined) => void
  /** Receives a warning when the end of the log was torn. */
  readonly onTorn: (words: string) => void
  readonly signal: AbortSignal
  /** Measures the storage; absent: nothing does. */
  readonly instrument?: StorageInstrument
}

/** The store, and how to close the state. */
export interface OpenState {
  readonly store: Store
  /** Writes the state anew if somebody removed it; rejects with StorageError `Fenced` where another reconcile took it over. */
  check(): Promise<void>
  close(): Promise<void>
}

/** Opens the state for writing: creates RECONCILE_HOME (0700), takes the lock and loads the state. */
export async function openState(options: StateOptions): Promise<OpenState> {
  const { home, clock, random, instrument, onTorn } = options
  makeHome(home)
  const dir = stateDirectory(home)
  const lock = await lockState(options)
  try {
    const files = instrument ? { files: instrument.files(realFiles) } : {}
    const opened = await told(options, () => openStorage({ dir, lock, onTorn, ...files }))
    const storage = instrument?.storage(opened) ?? opened
    const [state] = await Promise.all([storage.load(), dropUnfinished(secretsDirectory(home))])
    const store = createStore({ clock, random, storage, state })
    dropLeft({ home, store })
    return {
      store,
      check: () => opened.write([]), // not measured, as it stores nothing
      async close() {
        // A full disk may refuse; whatever had to be durable was already waited for. The second batch holds what was written while the
        // first was in flight.
        for (let batch = 0; batch < 2; batch++) await store.durable().catch(() => undefined)
        await storage.close()
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Takes the lock of the state. */
export function lockState({
  home,
  clock,
  command,
  ...waiting
}: Omit<StateOptions, 'random' | 'onTorn'>): Promise<Lock> {
  const startedAt = timestamp(clock.now())
  const holder = { pid: process.pid, command, startedAt }
  return told({ home, command }, () => acquireLock({ dir: stateDirectory(home), holder, clock, ...waiting }))
}

/** The present holder of the state's lock; undefined if it is free. */
export function stateHolder({ home, clock }: Pick<StateOptions, 'home' | 'clock'>): Promise<Holder | undefined> {
  return told({ home }, () => lockHolder(stateDirectory(home), clock))
}

/** Whether a serve, or a command that changes something, holds the lock of this home. */
export async function isWorked(home: string): Promise<boolean> {
  return (await stateHolder({ home, clock: realClock })) !== undefined
}

/** Reads the state without the lock, creating nothing. Writes to this store are discarded (S7). */
export async function readState({
  home,
  clock,
  random,
}: Pick<StateOptions, 'home' | 'clock' | 'random'>): Promise<OpenState> {
  const state = await told({ home }, () => readStorage({ dir: stateDirectory(home) }))
  const storage: Storage = { load: async () => state, write: async () => undefined, close: async () => undefined }
  return {
    store: createStore({ clock, random, storage, state }),
    check: async () => undefined,
    close: async () => undefined,
  }
}

type Telling = Pick<StateOptions, 'home'> & Partial<Pick<StateOptions, 'command'>>

async function told<T>({ home, command }: Telling, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    if (isRefused(cause))
      throw new InstallationError(exits.failed, refusedWords(home, cause), { cause, remedy: refusedRemedy(home) })
    if (!(cause instanceof StorageError)) throw cause
    throw new InstallationError(cause.code === 'PathTooLong' ? exits.usage : exits.failed, cause.message, {
      cause,
      remedy: `${REMEDIES[cause.code] ?? 'look at the file that is named'}${isSecondServe(cause, command) ? ANEW : ''}`,
    })
  }
}

/** Whether the error is a permission error. */
function isRefused(error: unknown): boolean {
  const first = error instanceof StorageError ? error.cause : error
  return ['EACCES', 'EPERM'].includes(errorCode(first))
}

function isSecondServe({ code }: StorageError, command: string | undefined): boolean {
  return code === 'Locked' && command === SERVE_COMMAND
}

const ANEW =
  '; a serve that is to watch one directory more, or less, is ended, and started again with --watch DIR, or --unwatch DIR: ' +
  'it remembers the others'

const REMEDIES: Partial<Record<StorageError['code'], string>> = {
  Locked: 'wait for the other one, or end it',
  PathTooLong: 'set RECONCILE_HOME to a shorter path, as /var/lib/reconcile',
  Full: 'make room on the disk and run this again',
  Corrupt:
    'restore RECONCILE_HOME/state from a backup, or move it away and apply again: what runs is adopted by its labels',
  TooNew: 'use the newer reconcile that wrote it',
}
