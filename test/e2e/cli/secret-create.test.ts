import { deepEqual, equal, match } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { engineForEach } from '../../support/engine-for-each.ts'
import { until } from '../../support/until.ts'

const COMPOSE = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 100000
    stop_grace_period: 0s
    secrets: [token]
secrets:
  token: { external: true }
`

describe('secret create', function () {
  this.timeout(300_000)
  const engine = engineForEach()
  const inContainer = () => engine.docker('exec', 'shop-web-1', 'cat', '/run/secrets/token')
  const sound = async (...args: readonly string[]) => {
    const { exit, out, err } = await engine.cli.run(...args)
    equal(exit, 0, out + err)
    return out + err
  }
  const create = (...args: readonly string[]) => sound('secret', 'create', 'token', '-n', 'shop', ...args)

  for (const served of [true, false])
    it(`gives tasks their bytes, and others by --replace, ${served ? 'under' : 'without'} serve`, async () => {
      const { cli } = engine
      const serve = served ? cli.start('serve') : undefined
      await serve?.says('serving the installation')
      cli.write('compose.yaml', COMPOSE)
      let said = await create('--generate')
      const first = readFileSync(join(cli.home, 'secrets/shop/token'), 'utf8')
      said += await sound('apply', '-f', 'compose.yaml')
      equal(await inContainer(), first)
      cli.write('bytes', 'of a file')
      said += await create('--from-file', 'bytes', '--replace')
      equal(await inContainer(), 'of a file')
      // A serve takes the bytes of before off the host in its own time.
      const isAtRest = async () => {
        const planned = await cli.run('plan', '-f', 'compose.yaml', '--exit-code')
        said += planned.out
        return planned.out.includes('No changes.')
      }
      if (served) await until('a plan has no changes', isAtRest)
      else equal(await isAtRest(), true)
      said += serve?.output() ?? ''
      const shown = await engine.docker('inspect', 'shop-web-1')
      for (const bytes of [first, 'of a file']) equal((said + shown).includes(bytes), false)
      const described = await sound('describe', 'secret/token', '-n', 'shop')
      deepEqual([described.includes(first), described.includes('of a file')], [false, false])
      if (served) match(said, /Secret\/shop\/token configured by secret create/)
      await serve?.stop()
    })
})
