import { deepEqual, doesNotMatch, equal } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'

const own = { network_mode: 'none', stop_grace_period: '0s', command: ['sleep', '100000'] }
const shop = JSON.stringify({
  name: 'shop',
  services: {
    api: { build: './api', ...own },
    base: { build: './base', image: 'shop/base', ...own, deploy: { replicas: 0 } },
  },
})

describe('a build of what another service of its file builds, by the name of its image, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  const write = (base: string, api: string) => {
    engine.cli.write('shop/base/Dockerfile', `FROM busybox:1.36\nRUN echo ${base} > /base\n`)
    engine.cli.write('shop/api/Dockerfile', `FROM shop/base\nRUN echo ${api} > /api\n`)
    return engine.cli.write('shop/compose.yaml', shop)
  }
  const run = async (...args: readonly string[]) => {
    const { exit, out, err } = await engine.cli.run(...args)
    equal(exit, 0, out + err)
    doesNotMatch(out, /BuildFailed/)
    return out
  }
  const has = async () => (await engine.docker('exec', 'shop-api-1', 'cat', '/base', '/api')).trim().split('\n')

  it('comes after that and goes with its sources, back to what is there as well', async () => {
    for (const [base, api] of [
      ['one', 'x'],
      ['two', 'x'],
      ['one', 'y'],
    ] as const) {
      await run('apply', '-f', write(base, api))
      deepEqual(await has(), [base, api])
    }
    const before = await engine.containers()
    await run('apply', '-f', write('one', 'y'))
    deepEqual(await engine.containers(), before)
  })

  it('is made by build in that order, also where it alone is named, and by a run', async () => {
    const file = write('three', 'z')
    await run('build', '-f', file, 'api')
    deepEqual((await engine.docker('run', '--rm', 'shop-api', 'cat', '/base')).trim(), 'three')
    await engine.docker('rmi', '-f', 'shop-api', 'shop/base')
    await run('apply', '-f', write('four', 'z'))
    await run('stop', '-n', 'shop', 'api')
    await engine.docker('rm', '-f', 'shop-api-1')
    const names = (await engine.docker('images', '--format', '{{.Repository}}:{{.Tag}}')).split('\n')
    await engine.docker('rmi', '-f', ...names.filter((name) => name.startsWith('shop')))
    equal(await run('run', '-n', 'shop', '--rm', 'api', 'cat', '/base'), 'four\n')
  })
})
