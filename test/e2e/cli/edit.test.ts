import { deepEqual, equal, match } from 'node:assert/strict'
import { chmodSync, readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { engineForEach } from '../../support/engine-for-each.ts'
import { until } from '../../support/until.ts'
import { get } from '../proofs/raw-api.ts'

const SHOP = `# the shop
name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 1000 # long
    stop_grace_period: 0s
`

describe('edit, on a real engine', function () {
  this.timeout(180_000)
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
    const text = SHOP.replace('1000', '3000')
    equal(readFileSync(file, 'utf8'), text)
    // A new object comes into a file of its own, and goes with it.
    const template = { image: 'busybox:1.36', command: ['sleep', '1d'], stopGracePeriodSeconds: 0 }
    const object = { apiVersion: 'reconcile.dev/v1', kind: 'Service', metadata: { name: 'api' }, spec: { template } }
    const services = '/apis/reconcile.dev/v1/namespaces/shop/services'
    const made = await get(`${cli.home}/reconcile.sock`, services, object)
    equal(made.status, 201, made.text)
    deepEqual(readdirSync(dirname(file)), ['shop-service-api.yaml', 'shop.yaml'])
    const ready = await cli.run('wait', 'service/api', '-n', 'shop', '--for', 'condition=Ready')
    equal(ready.exit, 0, ready.err)
    const gone = await cli.run('delete', 'service/api', '-n', 'shop')
    equal(gone.exit, 0, gone.err)
    match(gone.out, /Service\/shop\/api deleted.*shop-service-api\.yaml is gone with it/)
    deepEqual(readdirSync(dirname(file)), ['shop.yaml'])
    equal((await engine.docker('ps', '-aq', '--filter', 'name=shop-api')).trim(), '')
    equal(readFileSync(file, 'utf8'), text)
  })
})
