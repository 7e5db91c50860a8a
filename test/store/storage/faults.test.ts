import assert from 'node:assert/strict'
import fc from 'fast-check'
import { seededRandom } from '../../../clock/random.ts'
import { openStorage } from '../../../store/storage/log.ts'
import type { Json, Storage, StorageChange } from '../../../store/storage/storage.ts'
import { StorageError } from '../../../store/storage/storage.ts'
import type { Disk, Fault } from './disk.ts'
import { faultyDisk } from './disk.ts'
import { inShare } from '../../support/share.ts'

type State = ReadonlyMap<string, Json>
type Batch = readonly StorageChange[]
interface Life {
  /** Batches of a burst are written together. */
  readonly bursts: readonly (readonly Batch[])[]
}

const change = fc.record(
  { key: fc.constantFrom('/a', '/b', '/c', '/d'), value: fc.oneof(fc.nat(9), fc.string({ maxLength: 80 })) },
  { requiredKeys: ['key'] },
)
const life = fc.record({
  bursts: fc.array(fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }), {
    maxLength: 8,
  }),
})
const faults = fc.array(fc.tuple(fc.nat(90), fc.constantFrom<Fault>('EIO', 'ENOSPC', 'short', 'cut', 'cut')), {
  maxLength: 8,
})

describe('the log on a disk that fails', () => {
  it('keeps every acknowledged batch, whole and in order, whatever fails and whenever the power goes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 5 }), faults, fc.nat(), async (lives, plan, seed) => {
        const disk = faultyDisk(seededRandom(seed), new Map(plan))
        let kept: State = new Map()
        let maybe: readonly State[] = []
        for (const each of [...lives, { bursts: [] }]) {
          const storage = await opened(disk)
          const found = await storage.load()
          const allowed = [kept, ...maybe]
          assertOneOf(found, allowed)
          ;({ kept, maybe } = await live(disk, storage, { life: each, found, allowed }))
        }
      }),
      { numRuns: inShare(300, 20_000) },
    )
  }).timeout(300_000)
})

/** Opens until it works: each fault happens once. */
async function opened(disk: Disk): Promise<Storage> {
  for (;;) {
    const limits = { logBytes: 300, segments: 3 }
    const storage = await Promise.race([
      openStorage({ dir: '/state', files: disk.files(), limits }),
      disk.down(),
    ]).catch(refusal)
    if (storage === 'down') disk.restart()
    else if (!(storage instanceof StorageError)) return storage
  }
}

/** Plays one life until its end or the power's; answers what must be there, and what may be instead. */
async function live(disk: Disk, storage: Storage, play: { life: Life; found: State; allowed: readonly State[] }) {
  let kept = play.found
  // Until the next acknowledgement the other outcomes of the life before stay possible: its last record may not be synced.
  let maybe = [...play.allowed]
  for (const burst of play.life.bursts) {
    const after = burst.flat().reduce(applied, kept)
    const written = Promise.all(burst.map((batch) => storage.write(batch))).catch(refusal)
    const outcome = await Promise.race([written, disk.down()])
    if (Array.isArray(outcome)) [kept, maybe] = [after, []]
    else maybe = [...maybe, after]
    if (outcome === 'down') {
      disk.restart()
      return { kept, maybe }
    }
  }
  if ((await Promise.race([storage.close().catch(() => undefined), disk.down()])) === 'down') disk.restart()
  return { kept, maybe }
}

function refusal(error: unknown): StorageError {
  assert.ok(error instanceof StorageError, String(error))
  assert.ok(['Full', 'Io'].includes(error.code), error.message)
  return error
}

function applied(entries: State, { key, value }: StorageChange): State {
  const next = new Map(entries)
  if (value === undefined) next.delete(key)
  else next.set(key, value)
  return next
}

function assertOneOf(found: State, allowed: readonly State[]): void {
  const plain = (entries: State) => JSON.stringify([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))
  assert.ok(
    allowed.some((entries) => plain(entries) === plain(found)),
    `found ${plain(found)}, allowed ${allowed.map(plain).join(' or ')}`,
  )
}
