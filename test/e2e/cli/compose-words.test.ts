import { deepEqual, equal, match } from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Ended } from '../../support/cli.ts'
import { engineForEach } from '../../support/engine-for-each.ts'

const SHOP = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 1000
    stop_grace_period: 0s
    volumes: [data:/data]
  db:
    image: busybox:1.36
    command: sleep 1000
    stop_grace_period: 0s
  tool:
    image: busybox:1.36
    command: sleep 1000
    stop_grace_period: 0s
    profiles: [debug]
volumes: { data: {} }
`

describe("compose's words, on a real engine", function () {
  this.timeout(180_000)
  const engine = engineForEach()

  it('say what they stand for, and do it', async () => {
    const { cli, docker } = engine
    cli.write('compose.yaml', SHOP)
    mkdirSync(join(cli.dir, 'empty/deep'), { recursive: true })
    const says = ({ exit, out, err }: Ended, command: RegExp) => {
      equal(exit, 0, `${out}\n${err}`)
      match(err, command)
    }
    says(await cli.run('up', '-d', '--profile', 'debug'), /^up: reconcile apply --profile debug\n/)
    const ids = (await docker('ps', '-q', '--no-trunc', '--filter', 'name=shop-web-1')).trim()
    const listed = await cli.run('ps')
    says(listed, /^ps: reconcile get tasks -n shop\n/)
    match(listed.out, /db-1-[^]*web-1-/)
    says(
      await cli.run('ps', 'web', '-q'),
      /^ps: reconcile get tasks -n shop -l reconcile\.dev\/service=web -o 'jsonpath/,
    )
    equal((await cli.run('ps', 'web', '-q')).out.trim(), ids)

    says(await cli.run('rm', '-sf', 'db'), /^rm: reconcile delete service\/db\n/)
    equal((await docker('ps', '-aq', '--filter', 'name=shop-db-1')).trim(), '')

    const wrong = await cli.run('delete', 'service/web', '-n', 'shop', '--profile', 'debug')
    deepEqual([wrong.exit, wrong.err.includes('name it with -f')], [2, true])
    cli.write('debug.env', 'COMPOSE_PROFILES=debug\n')
    says(
      await cli.run('down', '--env-file', 'debug.env'),
      /^down: reconcile delete -f \S*compose\.yaml --env-file debug\.env\n/,
    )
    equal((await docker('ps', '-aq', '--filter', 'name=shop-')).trim(), '')
    match(await docker('volume', 'ls', '-q'), /shop_data/)
    says(await cli.run('up', '-f', 'compose.yaml', '-n', 'shop'), /^up: reconcile apply -f compose\.yaml -n shop\n/)
    says(await cli.run('down', '-n', 'shop', '-v'), /^down: reconcile delete --stack shop --volumes\n/)
    equal((await docker('volume', 'ls', '-q', '--filter', 'name=shop_data')).trim(), '')
  })

  it('want a project', async () => {
    for (const word of ['up', 'down', 'ps']) {
      const { exit, err } = await engine.cli.run(word)
      equal(exit, 2)
      match(err, /needs manifests, and there is no Compose file here or above/)
    }
  })
})
