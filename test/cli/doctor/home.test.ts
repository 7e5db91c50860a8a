import { equal, match } from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realClock } from '../../../clock/real.ts'
import { homeChecks } from '../../../cli/doctor/home.ts'
import { acquireLock } from '../../../store/lock/lock.ts'

describe("the doctor's look at a home", () => {
  let dir = ''
  let home = ''

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'doctor-'))
    home = join(dir, 'home')
    for (const path of ['state', 'secrets']) mkdirSync(join(home, path), { recursive: true, mode: 0o700 })
    chmodSync(home, 0o700)
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  const look = async (name: string, at = home, hasContents = false) => {
    const found = await homeChecks(at, realClock, hasContents)
      .find((check) => check.name === name)
      ?.look()
    return (found ?? []).map(({ level, message, remedy = '' }) => `${level}: ${message} [${remedy}]`).join('\n')
  }

  it('is well with one of its own', async () => {
    match(await look('home'), /^ok: .* can be written/)
    match(await look('space'), /^(ok|warning): .*free/)
    equal(await look('key'), '')
    match(await look('lock'), /^ok: nobody has it; no serve runs/)
  })

  it('is well before it is made, and makes none', async () => {
    const missing = join(dir, 'new/home')
    match(await look('home', missing), /^ok: .*home is not there yet/)
    match(await look('space', missing), /free/)
    match(await look('lock', missing), /^ok: nobody/)
  })

  it('warns of a home that others may read, with the command that mends it', async () => {
    chmodSync(home, 0o755)
    equal(await look('home'), `warning: others may look into ${home} (0755) [chmod 700 ${home}]`)
    chmodSync(join(home, 'secrets'), 0o755)
    const words = `others may look into ${home} (0755), and there into secrets`
    equal(await look('home'), `warning: ${words} [chmod go= ${home} ${join(home, 'secrets')}]`)
  })

  it('fails with a file in place of the directory', async () => {
    writeFileSync(join(dir, 'file'), '')
    match(await look('home', join(dir, 'file')), /^failure: .* is no directory/)
  })

  it('fails with a key that others may read', async () => {
    const key = join(home, 'secrets/.key')
    writeFileSync(key, 'secret', { mode: 0o600 })
    match(await look('key'), /^ok: .*its owner alone/)
    chmodSync(key, 0o644)
    equal(
      await look('key'),
      `failure: others may read ${key} (0644), the key of the hashes of secrets [chmod 600 ${key}]`,
    )
  })

  it('fails without the key, cut or gone, that the hashes of contents which are there were made with', async () => {
    equal(await look('key', home, false), '')
    const lost =
      /^failure: neither \S+state\/content-key nor \S+secrets\/.key has the key .*recreates the tasks that have any \[put both/m
    match(await look('key', home, true), lost)
    for (const bytes of [7, 32]) {
      writeFileSync(join(home, 'state/content-key'), Buffer.alloc(bytes), { mode: 0o600 })
      equal(lost.test(await look('key', home, true)), bytes < 32)
    }
  })

  it('names who has the lock, and a serve that has it and does not listen', async () => {
    const take = (command: string) => {
      const holder = { pid: 7, command, startedAt: '2026-01-01T00:00:00Z' }
      return acquireLock({ dir: join(home, 'state'), waitMs: 0, holder, clock: realClock })
    }
    const applying = await take('reconcile command')
    match(await look('lock'), /^ok: reconcile command \(pid 7, since 2026-01-01T00:00:00Z\) has it/)
    await applying.release()
    const serving = await take('reconcile serve')
    match(
      await look('lock'),
      /^failure: reconcile serve \(pid 7, .*does not listen on .*reconcile\.sock \[look at what/,
    )
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(join(home, 'reconcile.sock'), resolve))
    match(await look('lock'), /^ok: reconcile serve/)
    server.close()
    await serving.release()
  })
})
