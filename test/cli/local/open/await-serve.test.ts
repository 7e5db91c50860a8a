import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serveBeginning } from '../../../../cli/local/open/await-serve.ts'
import { realClock } from '../../../../clock/real.ts'
import { acquireLock, type Lock } from '../../../../store/lock/lock.ts'

const { signal } = new AbortController()

describe('a serve that has the state', () => {
  let home = ''
  let lock: Lock | undefined
  let said: string[] = []
  const heldBy = async (command: string) => {
    const holder = { pid: process.pid, command, startedAt: '2026-01-01T00:00:00Z' }
    lock = await acquireLock({ dir: join(home, 'state'), waitMs: 0, holder, clock: realClock })
  }
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'home-'))
    said = []
  })
  afterEach(async () => {
    await lock?.release()
    lock = undefined
    rmSync(home, { recursive: true, force: true })
  })
  const awaited = (connect: () => Promise<string | undefined>, waitMs = 60_000) =>
    serveBeginning({ home, waitMs, signal, connect, log: (line) => void said.push(line) })

  it('is asked once it answers, and named meanwhile', async () => {
    await heldBy('reconcile serve')
    let asked = 0
    const { served } = await awaited(async () => (++asked < 3 ? undefined : 'it'))
    deepEqual([served, asked], ['it', 3])
    equal(said.length, 1)
    match(said[0] ?? '', /^waiting up to 60 s for reconcile serve \(pid \d+, since 2026-.*\), which has /)
  })

  it('is waited for no longer once it is gone', async () => {
    await heldBy('reconcile serve')
    const { served, leftMs } = await awaited(async () => {
      await lock?.release()
      return undefined
    })
    equal(served, undefined)
    ok(leftMs > 0)
  })

  it('is waited for as long as it is said', async () => {
    await heldBy('reconcile serve')
    deepEqual(await awaited(async () => undefined, 120), { leftMs: 0 })
  })

  for (const [what, command] of [
    ['is none where a command has it', 'reconcile command'],
    ['is none where nobody has it', undefined],
  ] as const)
    it(what, async () => {
      if (command) await heldBy(command)
      const { leftMs } = await awaited(() => Promise.reject(new Error('nothing is to be asked')), 500)
      ok(leftMs > 0)
      deepEqual(said, [])
    })
})
