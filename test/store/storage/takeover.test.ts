import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import { type Random, seededRandom } from '../../../clock/random.ts'
import type { Files, LogFile } from '../../../store/storage/files.ts'
import { readStorage } from '../../../store/storage/load.ts'
import { openStorage } from '../../../store/storage/log.ts'
import { type Storage, StorageError } from '../../../store/storage/storage.ts'
import { below } from '../../support/draw.ts'
import { inShare } from '../../support/share.ts'
import { faultyDisk } from './disk.ts'

const seeds = Array.from({ length: inShare(200, 10_000) }, (_, index) => index + 1)

describe('the log that writers take over from each other while others read', () => {
  it(`has all that any of them had acknowledged, for whoever opens or reads it (${seeds.length} seeds)`, async () => {
    for (const seed of seeds) await play(seed)
  }).timeout(120_000)
})

interface Play {
  readonly random: Random
  readonly files: Files
  readonly seed: number
  readonly acknowledged: Set<string>
  sent: number
}

async function play(seed: number): Promise<void> {
  const random = seededRandom(seed)
  const files = slow(faultyDisk(seededRandom(seed), new Map()).files(), random)
  const own: Play = { random, files, seed, acknowledged: new Set(), sent: 0 }
  const work = [read(own)]
  const limits = { logBytes: below(random, 200), segments: 3 }
  for (let writers = 2 + below(random, 5); writers > 0; writers -= 1) {
    const before = [...own.acknowledged]
    const storage = await openStorage({ dir: '/state', files, limits })
    assertHas(own, await storage.load(), before)
    work.push(write(own, storage), read(own))
    await turns(below(random, 30))
  }
  await Promise.all(work)
  assertHas(own, await readStorage({ dir: '/state', files }), [...own.acknowledged])
}

/** Writes for a while, or until another writer has it. */
async function write(own: Play, storage: Storage): Promise<void> {
  for (let count = 3 + below(own.random, 20); count > 0; count -= 1) {
    const key = `/${(own.sent += 1)}`
    const refusal = await storage.write([{ key, value: 1 }]).catch((error: unknown) => error)
    if (refusal === undefined) own.acknowledged.add(key)
    else return assert.equal(refusal instanceof StorageError && refusal.code, 'Fenced', String(refusal))
  }
}

async function read(own: Play): Promise<void> {
  for (let count = below(own.random, 12); count > 0; count -= 1) {
    const before = [...own.acknowledged]
    assertHas(own, await readStorage({ dir: '/state', files: own.files }), before)
    await setImmediate()
  }
}

function assertHas({ seed }: Play, found: ReadonlyMap<string, unknown>, keys: readonly string[]): void {
  assert.deepEqual(
    keys.filter((key) => !found.has(key)),
    [],
    `seed ${seed}`,
  )
}

/** Every call takes a moment before and after, so that those of all fall between each other. */
function slow<T extends Files | LogFile>(calls: T, random: Random): T {
  const slowed = Object.entries(calls).map(([name, call]: [string, (...args: unknown[]) => Promise<unknown>]) => {
    const slowCall = async (...args: unknown[]) => {
      await moment(random)
      const answer = await call(...args)
      await moment(random)
      return name === 'create' ? slow(answer as LogFile, random) : answer
    }
    return [name, slowCall]
  })
  return Object.fromEntries(slowed) as T
}

async function moment(random: Random): Promise<void> {
  for (let count = below(random, 6); count > 0; count -= 1) await Promise.resolve()
  await turns(below(random, 4) === 0 ? 1 : 0)
}

async function turns(count: number): Promise<void> {
  for (; count > 0; count -= 1) await setImmediate()
}
