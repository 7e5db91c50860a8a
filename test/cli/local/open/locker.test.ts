import { deepEqual, equal, notEqual } from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeBackup } from '../../../../cli/local/backup.ts'
import { lockerFor, lockerIn } from '../../../../cli/local/open/locker.ts'
import type { Context } from '../../../../cli/context.ts'
import { putHome } from '../../../../store/backup/put-home.ts'
import { readBackup } from '../../../../store/backup/tar.ts'
import { readStorage } from '../../../../store/storage/load.ts'
import { aCore } from '../local-core.ts'

describe('who takes locks', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'locking-'))
    mkdirSync(join(dir, 'one'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  const idOf = (home: string, { store } = aCore(home)) =>
    lockerFor({ home, env: {} } as unknown as Context, {}, store).id

  it('is the same home whenever it looks, where it is moved to as well', () => {
    const home = join(dir, 'one')
    const core = aCore(home)
    const id = idOf(home, core)
    mkdirSync(join(home, 'desired'))
    equal(idOf(home, core), id)
    equal(lockerIn(home, core.store), id)
    renameSync(home, join(dir, 'moved'))
    equal(idOf(join(dir, 'moved'), core), id)
  })

  it('is another in a copy of a home', () => {
    const core = aCore(join(dir, 'one'))
    const id = idOf(core.home, core)
    cpSync(core.home, join(dir, 'two'), { recursive: true })
    notEqual(idOf(join(dir, 'two'), core), id)
  })

  it('says whose lock is taken over in the log of a serve, and beside what a command prints', () => {
    const said: string[] = []
    const home = join(dir, 'one')
    const terminal = { complain: (line: string) => said.push(`complaint: ${line}`) }
    const context = { home, env: {}, terminal } as unknown as Context
    const { store } = aCore(home)
    lockerFor(context, { log: (line) => said.push(`log: ${line}`) }, store).say?.('took over')
    lockerFor(context, {}, store).say?.('took over')
    deepEqual(said, ['log: took over', 'complaint: took over'])
  })

  it('is in no backup', async () => {
    const core = aCore(join(dir, 'one'))
    idOf(core.home, core)
    const restored = join(dir, 'two')
    await putHome(await readBackup(takeBackup(core)), { home: restored })
    const kept = await readStorage({ dir: join(restored, 'state') })
    equal([...kept.keys()].includes('/facts/meta/locker'), false)
  })
})
