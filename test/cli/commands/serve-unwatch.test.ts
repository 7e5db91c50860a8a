import { equal, match } from 'node:assert/strict'
import { join } from 'node:path'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'
import { until } from '../../support/until.ts'

describe('serve --unwatch', function () {
  this.timeout(25_000) // the lock would be waited for longer
  let cli: Cli

  before(buildCli)
  beforeEach(() => {
    cli = inProcess(startCli(undefined, {}))
    cli.write('tree/far.yaml', 'apiVersion: reconcile.dev/v1\nkind: Node\nmetadata: {name: far}\nspec: {}\n')
  })
  afterEach(() => cli.end())

  it('says at once what to do beside a serve that runs, and waits for its end where it is told to', async () => {
    const serve = cli.start('serve', '--watch', 'tree')
    await serve.says('serving the installation')
    const { exit, err } = await cli.run('serve', '--unwatch', 'tree', '--once')
    equal(exit, 1)
    const tree = join(cli.dir, 'tree')
    equal(
      err,
      `error: --unwatch ${tree}: a serve runs, and forgets no directory until it ends\n` +
        `next: end it, and start it again with \`reconcile serve --unwatch ${tree}\`: it remembers the others. --wait says how long its end is waited for\n`,
    )
    await until('the tree is read', async () => (await cli.run('get', 'nodes')).out.includes('far'))
    const waiting = cli.start('serve', '--unwatch', 'tree', '--delete', '--wait', '50s')
    await serve.stop()
    await waiting.says('serving the installation')
    match((await cli.run('get', 'node', 'far')).err, /there is no node far/)
    await waiting.stop()
  })
})
