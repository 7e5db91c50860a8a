import { deepEqual } from 'node:assert/strict'
import { anonymousOf } from '../../../../cli/local/swarm/anonymous.ts'
import { aWorld } from '../../../support/world.ts'

describe('the anonymous volumes of a swarm’s stack', () => {
  it('are said by service and path, for tasks that run', async () => {
    const a = aWorld()
    const run = (name: string, HostConfig: object, stack = 'shop') =>
      a.host.byHand.run(name, {
        ...{ Image: 'nginx', HostConfig },
        Labels: { 'com.docker.stack.namespace': stack, 'com.docker.swarm.service.name': name.split('.')[0] ?? '' },
      })
    const anonymous = (...targets: readonly string[]) => ({
      Mounts: targets.map((Target) => ({ Type: 'volume', Target })),
    })
    run('shop_db.1.abc', anonymous('/log', '/data'))
    run('shop_db.2.abc', anonymous('/data'))
    run('shop_web.1.abc', { Mounts: [{ Type: 'volume', Source: 'shop_files', Target: '/files' }] })
    run('blog_db.1.abc', anonymous('/data'), 'blog')
    run('shop_old.1.abc', anonymous('/data'))
    a.host.byHand.stop('shop_old.1.abc')
    await a.settle()
    const { signal } = new AbortController()
    const asked = anonymousOf(a.host.engine(), 'shop', { signal, object: 'Stack/shop', reason: 'a test' })
    await a.settle()
    deepEqual(await asked, [{ service: 'shop_db', paths: ['/data', '/log'] }])
  })
})
