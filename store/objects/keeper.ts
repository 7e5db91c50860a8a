import { errorText } from '../../api/v1/language/caught-error.ts'
import type { Cancel, Clock } from '../../clock/clock.ts'
import type { Json, Storage, StorageChange } from '../storage/storage.ts'
import { StorageError } from '../storage/storage.ts'
import { versionPath } from './versions.ts'

/**
 * Writes changed keys to storage: each key once, with its value at the time of writing, and all waiting keys in one batch. Where storage
 * takes no batch of that size they go in several, and a crash between these may leave some of the keys as they were before.
 */
export interface Keeper {
  /** Marks a key as changed; `value` is called when the batch is made. */
  note(key: string, value: () => Json | undefined): void
  /**
   * Resolves when all keys noted so far are durable. Rejects with the StorageError of the attempt, whose keys stay noted. A value that is
   * too large is reported once to the callers that wait then, and always to callers that pass its key; it does not hold up other keys.
   */
  durable(key?: string): Promise<void>
  readonly refusal: StorageError | undefined
  /** The errors of keys whose values are too large to store, until they change. */
  readonly tooLarge: ReadonlyMap<string, StorageError>
}

const retryMs = { first: 100, longest: 10_000 }

/**
 * How long changes that nobody waits for are gathered, ms; a crash may lose that much. Each batch costs a write and a sync, which a caller
 * of `durable` would have to wait for.
 */
const GATHER_MS = 50

/**
 * Creates a keeper. It writes at once while a caller waits, else GATHER_MS after the first change; while storage is full or failing it
 * retries by itself.
 */
export function createKeeper(storage: Storage, clock: Clock): Keeper {
  const keeper: State = {
    ...{ storage, clock, dirty: new Map(), coming: [], inFlight: undefined },
    tooLarge: new Map(),
    ...{ running: false, alarm: undefined, refusal: undefined, retryMs: retryMs.first },
  }
  return {
    note(key, value) {
      keeper.tooLarge.delete(key)
      keeper.dirty.set(key, value)
      if (!keeper.running) writeIn(keeper, GATHER_MS)
    },
    durable: (key) => durable(keeper, key),
    tooLarge: keeper.tooLarge,
    get refusal() {
      return keeper.refusal
    },
  }
}

interface Waiter {
  readonly resolve: () => void
  readonly reject: (error: StorageError) => void
}

interface State {
  readonly storage: Storage
  readonly clock: Clock
  dirty: Map<string, () => Json | undefined>
  /** The callers that wait for the next batch. Those of the batch in flight are in `inFlight`. */
  coming: Waiter[]
  inFlight: Waiter[] | undefined
  readonly tooLarge: Map<string, StorageError>
  running: boolean
  /** The timer of the next batch, after gathering or after a refusal. */
  alarm: Cancel | undefined
  refusal: StorageError | undefined
  retryMs: number
}

const done = Promise.resolve()

function durable(keeper: State, key?: string): Promise<void> {
  const tooLarge = key === undefined ? undefined : keeper.tooLarge.get(key)
  if (tooLarge) return Promise.reject(tooLarge)
  if (keeper.dirty.size === 0 && keeper.inFlight === undefined) return done
  return new Promise((resolve, reject) => {
    const waiters = keeper.dirty.size === 0 ? keeper.inFlight : keeper.coming
    waiters?.push({ resolve, reject })
    start(keeper)
  })
}

function writeIn(keeper: State, ms: number): void {
  keeper.alarm ??= keeper.clock.after(ms, () => start(keeper))
}

function start(keeper: State): void {
  if (keeper.running) return
  keeper.alarm?.()
  keeper.alarm = undefined
  keeper.running = true
  queueMicrotask(() => void run(keeper))
}

async function run(keeper: State): Promise<void> {
  let came: Came
  do came = await attempt(keeper)
  while (keeper.coming.length > 0 || (came === 'aside' && keeper.dirty.size > 0))
  keeper.running = false
  if (keeper.dirty.size === 0) return
  if (came !== 'refused') writeIn(keeper, GATHER_MS)
  else retryLater(keeper)
}

/** The outcome of a batch; `aside`: a value that is too large was taken out, and the rest must be written again. */
type Came = 'kept' | 'aside' | 'refused'

/** Writes all waiting keys in one batch. After a refusal they wait again, with the newer values of keys that changed meanwhile. */
async function attempt(keeper: State): Promise<Came> {
  const batch = keeper.dirty
  const waiters = keeper.coming
  keeper.dirty = new Map()
  keeper.coming = []
  keeper.inFlight = waiters
  const refusal = await write(keeper.storage, batch)
  keeper.inFlight = undefined
  keeper.refusal = refusal
  if (refusal === undefined) {
    keeper.retryMs = retryMs.first
    for (const { resolve } of waiters) resolve()
    return 'kept'
  }
  const isAside = setAside(keeper, batch, refusal)
  if (isAside) keeper.refusal = undefined
  keeper.dirty = new Map([...batch, ...keeper.dirty])
  for (const { reject } of waiters) reject(refusal)
  return isAside ? 'aside' : 'refused'
}

/** Removes a value that is too large from its batch, as it would block all later writes. */
function setAside({ dirty, tooLarge }: State, batch: State['dirty'], refusal: StorageError): boolean {
  const { code, key } = refusal
  if (code !== 'TooLarge' || key === undefined || !batch.delete(key)) return false
  if (!dirty.has(key)) tooLarge.set(key, refusal)
  return true
}

async function write(storage: Storage, batch: State['dirty']): Promise<StorageError | undefined> {
  // The versions' reservation comes first: in parts, it must not come after objects with versions of it.
  const inOrder = [...batch].sort(([a], [b]) => Number(b === versionPath) - Number(a === versionPath))
  const changes = inOrder.map(([key, valueOf]) => {
    const value = valueOf()
    return value === undefined ? { key } : { key, value }
  })
  try {
    await writeInParts(storage, changes)
    return undefined
  } catch (error) {
    if (error instanceof StorageError) return error
    return new StorageError('Io', `writing the state: ${errorText(error)}`, { cause: error })
  }
}

/** Writes changes in one batch, or in halves where that is too large for storage. */
async function writeInParts(storage: Storage, changes: readonly StorageChange[]): Promise<void> {
  try {
    await storage.write(changes)
  } catch (error) {
    const isBatch = error instanceof StorageError && error.code === 'TooLarge' && error.key === undefined
    if (!isBatch || changes.length < 2) throw error
    const half = Math.ceil(changes.length / 2)
    await writeInParts(storage, changes.slice(0, half))
    await writeInParts(storage, changes.slice(half))
  }
}

/** Schedules a retry, unless this writer was fenced off or closed: then no write can succeed. */
function retryLater(keeper: State): void {
  if (keeper.refusal?.code === 'Fenced' || keeper.refusal?.code === 'Closed') return
  writeIn(keeper, keeper.retryMs)
  keeper.retryMs = Math.min(keeper.retryMs * 2, retryMs.longest)
}
