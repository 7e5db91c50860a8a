import { equal, match } from 'node:assert/strict'
import { chmodSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { engineForEach } from '../../support/engine-for-each.ts'
import { until } from '../../support/until.ts'

const SHOP = `# the shop
name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 1000 # long
    stop_grace_period: 0s
`

describe('edit, on a real engine', function () {
  this.timeout(120_000)
  const engine = engineForEach()

  /** Edits the service by a script in the place of an editor. */
  const edited = async (script: string) => {
    const editor = engine.cli.write('editor', `#!/bin/sh\n${script}\n`)
    chmodSync(editor, 0o755)
    return await engine.cli.runWith({ EDITOR: editor }, 'edit', 'service/web', '-n', 'shop')
  }
  const command = async () => (await engine.docker('inspect', '-f', '{{.Args}}{{.Config.Cmd}}', 'shop-web-1')).trim()

  it('rolls out what was applied as it is saved, and waits until it is so', async () => {
    const { cli } = engine
    const applied = await cli.run('apply', '-f', cli.write('shop.yaml', SHOP))
    equal(applied.exit, 0, applied.err)
    const { exit, out, err } = await edited('sed -i \'s/"1000"/"2000"/; s/- 1000$/- "2000"/\' "$1"')
    equal(exit, 0, err)
    match(out, /converged/)
    match(await command(), /2000/)
  })

  it('writes the file of a watched directory, keeps its comments, and waits until it is so', async () => {
    const { cli } = engine
    const file = cli.write('watched/shop.yaml', SHOP)
    await cli.start('serve', '--watch', dirname(file)).says('serving the installation')
    await until(
      'the service is ready',
      async () => (await cli.run('wait', 'service/web', '--for', 'create')).exit === 0,
    )
    const { exit, out, err } = await edited('sed -i "s/sleep 1000/sleep 3000/" "$1"')
    equal(exit, 0, err)
    match(out, /converged/)
    match(await command(), /3000/)
    equal(readFileSync(file, 'utf8'), SHOP.replace('1000', '3000'))
  })
})
