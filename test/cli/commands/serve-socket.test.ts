import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'

describe('serve whose socket is taken away', function () {
  this.timeout(60_000)
  let cli: Cli
  before(buildCli)
  beforeEach(() => {
    cli = startCli(undefined, { RECONCILE_SETTINGS: 'nodeGraceMs=200' })
  })
  afterEach(() => cli.end())

  it('says so, and can be asked again', async () => {
    const serve = cli.start('serve')
    await serve.says('serving the installation')
    const path = join(cli.home, 'reconcile.sock')
    rmSync(path)
    await serve.says('reconcile.sock was taken away, and is made anew')
    doesNotMatch((await cli.run('status')).out, /not running/)
    await serve.stop()
    equal(existsSync(path), false)
  })

  it('says so of a file that is put there instead, keeps that, and does not start beside it', async () => {
    const serve = cli.start('serve')
    await serve.says('serving the installation')
    const path = join(cli.home, 'reconcile.sock')
    rmSync(path)
    writeFileSync(path, 'mine')
    const words = 'reconcile.sock is no socket: serve can be asked there once that is moved away'
    await serve.says(words)
    await serve.stop()
    const { exit, err } = await cli.run('serve')
    deepEqual([exit, err.includes(words)], [1, true])
    match(err, /^next: move it away, then run the same command again$/m)
    equal(readFileSync(path, 'utf8'), 'mine')
  })
})
