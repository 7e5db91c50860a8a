import { errorText } from '../../api/v1/language/caught-error.ts'
import type { Cancel, Clock } from '../../clock/clock.ts'
import type { Json, Storage } from '../storage/storage.ts'
import { StorageError } from '../storage/storage.ts'

/** Hands what changed to storage: each key once, with the value it has when its turn comes, all that waits in one batch. */
export interface Keeper {
  /** Notes that a key changed; `value` is asked when the batch is made. */
  note(key: string, value: () => Json | undefined): void
  /**
   * Resolves when all that was noted is kept; rejects with the StorageError of the attempt, which leaves it noted. A value that is too
   * large is told once, to those who wait then, and whenever its own key is asked for: the others go on without it.
   */
  durable(key?: string): Promise<void>
  readonly refusal: StorageError | undefined
  /** Why values of keys are not kept, though all else is; until they change. */
  readonly tooLarge: ReadonlyMap<string, StorageError>
}

const retryMs = { first: 100, longest: 10_000 }

/**
 * What nobody waits for is gathered so long, ms, and so much of it a crash may lose: a batch is a write and a sync, and whoever does wait
 * would wait for one under way as well.
 */
const GATHER_MS = 50

/** Makes a keeper; it writes at once for who waits, else a moment after the first note, and again by itself while storage is full or failing. */
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
  /** Who waits for the next batch, and for the one in flight. */
  coming: Waiter[]
  inFlight: Waiter[] | undefined
  readonly tooLarge: Map<string, StorageError>
  running: boolean
  /** Ends the wait for the next batch by itself: what nobody waits for is gathered, or a refusal is waited out. */
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

/** What became of a batch; `aside`: what could not be kept is taken out, and the rest is to be written. */
type Came = 'kept' | 'aside' | 'refused'

/** Writes all that waits in one batch; after a refusal it waits again, but for what changed meanwhile. */
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

/** Takes a value that can't be kept out of its batch: in it, it would keep all that comes later from being kept, for ever. */
function setAside({ dirty, tooLarge }: State, batch: State['dirty'], refusal: StorageError): boolean {
  const { code, key } = refusal
  if (code !== 'TooLarge' || key === undefined || !batch.delete(key)) return false
  if (!dirty.has(key)) tooLarge.set(key, refusal)
  return true
}

async function write(storage: Storage, batch: State['dirty']): Promise<StorageError | undefined> {
  const changes = [...batch].map(([key, valueOf]) => {
    const value = valueOf()
    return value === undefined ? { key } : { key, value }
  })
  try {
    await storage.write(changes)
    return undefined
  } catch (error) {
    if (error instanceof StorageError) return error
    return new StorageError('Io', `writing the state: ${errorText(error)}`, { cause: error })
  }
}

/** A writer that was taken over, or closed, is not heard again. */
function retryLater(keeper: State): void {
  if (keeper.refusal?.code === 'Fenced' || keeper.refusal?.code === 'Closed') return
  writeIn(keeper, keeper.retryMs)
  keeper.retryMs = Math.min(keeper.retryMs * 2, retryMs.longest)
}
