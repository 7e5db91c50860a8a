import { doesNotMatch, equal } from 'node:assert/strict'
import { existsSync, rmSync } from 'node:fs'
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
    const path = join(cli.env['RECONCILE_HOME'] ?? '', 'reconcile.sock')
    rmSync(path)
    await serve.says('reconcile.sock was taken away, and is made anew')
    doesNotMatch((await cli.run('status')).out, /not running/)
    await serve.stop()
    equal(existsSync(path), false)
  })
})
