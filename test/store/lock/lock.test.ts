import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { link, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realClock } from '../../../clock/real.ts'
import { listenFor } from '../../../store/lock/listen.ts'
import type { Holder } from '../../../store/lock/holder.ts'
import { acquireLock, type Lock, lockHolder } from '../../../store/lock/lock.ts'
import { inShare } from '../../support/share.ts'

const holder = { pid: process.pid, command: 'reconcile serve', startedAt: '2026-01-02T03:04:05Z' }

describe('the lock of a state directory', () => {
  let dir = ''
  const take = (waitMs: number, signal?: AbortSignal) =>
    acquireLock({ dir, waitMs, holder, clock: realClock, ...(signal === undefined ? {} : { signal }) })

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lock-'))
  })
  afterEach(() => rm(dir, { recursive: true }))

  it('is refused to a second starter, and the error names the holder', async () => {
    const lock = await take(0)
    await assert.rejects(take(0), (error: Error) => {
      assert.match(error.message, /reconcile serve \(pid \d+, since 2026-01-02T03:04:05Z\) has it/)
      return true
    })
    await lock.release()
  })

  it('goes to who waits as soon as the holder releases it', async () => {
    const lock = await take(0)
    const second = take(30_000)
    await lock.release()
    await (await second).release()
  })

  it('says at once, and once, whom it waits for', async () => {
    const lock = await take(0)
    const said: unknown[] = []
    let tell: () => void = () => undefined
    const told = new Promise<void>((resolve) => (tell = resolve))
    const onWait = (other: Holder | undefined) => {
      said.push(other)
      tell()
    }
    const second = acquireLock({ dir, waitMs: 30_000, holder, clock: realClock, onWait })
    await told
    await lock.release()
    await (await second).release()
    assert.deepEqual(said, [holder])
  })

  it('ends the waiting with what is thrown at that', async () => {
    const lock = await take(0)
    const onWait = () => {
      throw new Error('not for this one')
    }
    await assert.rejects(acquireLock({ dir, waitMs: 30_000, holder, clock: realClock, onWait }), /not for this one/)
    await lock.release()
  })

  it('ends the waiting when it is aborted', async () => {
    const lock = await take(0)
    const abort = new AbortController()
    const second = take(30_000, abort.signal)
    realClock.after(30, () => abort.abort(new Error('interrupted')))
    await assert.rejects(second, /interrupted/)
    await lock.release()
  })

  it('says who has it without taking it', async () => {
    assert.equal(await lockHolder(dir, realClock), undefined)
    assert.deepEqual(await readdir(dir), [])
    const lock = await take(0)
    assert.deepEqual(await lockHolder(dir, realClock), holder)
    await lock.release()
    assert.equal(await lockHolder(dir, realClock), undefined)
  })

  it('leaves one socket behind, however often it was taken', async () => {
    for (let turn = 0; turn < 5; turn += 1) await (await take(0)).release()
    assert.deepEqual(await readdir(join(dir, 'lock')), ['5'])
  })

  it('is not won by a starter that looked too early, and others took it since', async () => {
    await (await take(0)).release()
    let held: Lock | undefined
    const late = async (path: string, number: string) => {
      await (await take(0)).release()
      held = await take(0)
      await link(path, number)
    }
    await assert.rejects(acquireLock({ dir, waitMs: 0, holder, clock: realClock, link: late }), / has it/)
    assert.deepEqual(await readdir(join(dir, 'lock')), ['3'])
    await held?.release()
  })

  it('leaves the socket of a starter that is not yet done, and none of one that was killed', async () => {
    await (await take(0)).release()
    const starter = await listenFor(join(dir, 'lock'), { ...holder, pid: 1 })
    await writeFile(join(dir, 'lock', 'new-2-0'), '')
    const lock = await take(0)
    assert.deepEqual((await readdir(join(dir, 'lock'))).sort(), ['2', 'new-1-0'])
    await lock.release()
    await starter.close()
  })

  it('is taken again by its holder where its socket was removed, unless another has it by then', async () => {
    const lock = await take(0)
    assert.equal(await lock.isHeld(), true)
    await rm(join(dir, 'lock'), { recursive: true })
    assert.equal(await lock.isHeld(), true)
    await assert.rejects(take(0), / has it/)
    await rm(join(dir, 'lock'), { recursive: true })
    const second = await take(0)
    assert.equal(await lock.isHeld(), false)
    assert.equal(await second.isHeld(), true)
    await lock.release()
    await second.release()
  })

  it('takes no file for a holder, and is not stopped by one', async () => {
    await (await take(0)).release()
    await writeFile(join(dir, 'lock', '7'), '')
    await (await take(0)).release()
  })

  it('refuses a path that is too long for a socket, with the remedy', async () => {
    const long = join(dir, 'x'.repeat(100))
    const asked = acquireLock({ dir: long, waitMs: 0, holder, clock: realClock })
    await assert.rejects(asked, {
      code: 'PathTooLong',
      message: /too long for a unix socket; set RECONCILE_HOME to a shorter path/,
    })
  })

  it('has one winner at a time among many that race for a dead holder, in one process', async () => {
    let inside = 0
    const contend = async () => {
      for (let turn = 0; turn < 10; turn += 1) {
        const lock = await take(60_000)
        inside += 1
        assert.equal(inside, 1)
        await new Promise((resolve) => setImmediate(resolve))
        inside -= 1
        await lock.release()
      }
    }
    await Promise.all(Array.from({ length: 12 }, contend))
  }).timeout(60_000)

  it('has one winner at a time among processes that die with it', async () => {
    const notes = join(dir, 'notes')
    const count = inShare(5, 12)
    const contender = join(import.meta.dirname, 'contender.ts')
    const args = ['--import', 'tsx', contender, dir, notes, '25']
    const children = Array.from({ length: count }, () => spawn(process.execPath, args, { stdio: 'inherit' }))
    await Promise.all(children.map((child) => once(child, 'exit')))
    const lines = (await readFile(notes, 'utf8')).trim().split('\n')
    assert.equal(lines.length, count * 25 * 2)
    for (let line = 0; line < lines.length; line += 2) {
      assert.equal(lines[line + 1], lines[line]?.replace('enter', 'leave'), `at line ${line}`)
    }
  }).timeout(120_000)
})
