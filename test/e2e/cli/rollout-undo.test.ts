import { equal, match } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { succeeds } from '../../support/succeeds.ts'
import { until } from '../../support/until.ts'
import { itInAll, waysToServe } from '../../support/share.ts'

describe('a rollout that is undone, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  const version = async () => (await engine.cli.run('exec', 'web', '--', 'cat', '/version')).out.trim()
  /** Makes an image that knows its version. */
  const image = async (name: string, says: string) => {
    await engine.docker('run', '--name', 'making', 'busybox:1.36', 'sh', '-c', `echo ${says} > /version`)
    await engine.docker('commit', 'making', name)
    await engine.docker('rm', '-f', 'making')
  }

  for (const served of waysToServe(true))
    it(`runs the very image that ran, until the next apply ${served ? 'with a serve' : 'without serve'}`, async () => {
      await image('app:1', 'first')
      await image('app:2', 'second')
      if (served) await engine.cli.start('serve').says('serving the installation')
      succeeds(await engine.cli.run('apply', '-f', engine.cli.write('shop.yaml', shop({ image: 'app:1' }))))
      const file = engine.cli.write('shop.yaml', shop({ image: 'app:2' }))
      succeeds(await engine.cli.run('apply', '-f', file))
      equal(await version(), 'second')
      // The tag moves on: what ran is what counts.
      await image('app:1', 'third')

      const undone = await engine.cli.run('rollout', 'undo', 'service/web', '-n', 'shop')
      succeeds(undone)
      match(
        undone.out,
        /Service\/shop\/web undone.*to revision 1; template\.image app:2 → app:1(.|\n)*converged: 1 service/,
      )
      equal(await version(), 'first')
      match((await engine.cli.run('rollout', 'history', 'web')).out, /\n2 .*app:2 .*superseded.*\n3 .*app:1 .*current/)
      const again = await engine.cli.run('rollout', 'undo', 'web', '--to-revision', '3')
      succeeds(again)
      match(again.out, /skipped rollback: the current template already matches revision 3/)
      const unknown = await engine.cli.run('rollout', 'undo', 'web', '--to-revision', '9')
      equal(unknown.exit, 1)
      match(unknown.err, /has no revision 9, only 2, 3/)

      match((await engine.cli.run('plan', '-f', file)).out, /template \(undo to revision 1, .*\) → file/)
      match((await engine.cli.run('apply', '-f', file)).out, /template \(undo to revision 1, .*\) → file/)
      equal(await version(), 'second')
      equal((await engine.cli.run('plan', '-f', file, '--exit-code')).exit, 0)
    })

  it('runs the very build that ran, and none of other sources', async () => {
    const built = (says: string) => {
      engine.cli.write('web/version', says)
      engine.cli.write('web/Dockerfile', 'FROM busybox:1.36\nCOPY version /version\n')
      const service = 'build: web\n    command: [sleep, "100000"]\n    stop_grace_period: 0s'
      return engine.cli.write('compose.yaml', `name: shop\nservices:\n  web:\n    ${service}\n`)
    }
    for (const says of ['first', 'second', 'third']) succeeds(await engine.cli.run('apply', '-f', built(says)))
    succeeds(await engine.cli.run('rollout', 'undo', 'web'))
    equal(await version(), 'second')
    const history = (await engine.cli.run('rollout', 'history', 'web')).out
    const [, tag = ''] = /\n1 +\S+ +(\S+)/.exec(history) ?? []
    await engine.docker('rmi', '-f', tag)
    const lost = await engine.cli.run('rollout', 'undo', 'web', '--to-revision', '1')
    equal(lost.exit, 1, lost.out + lost.err)
    match(lost.err, /shop-web:\w+, which revision 1 ran, is on no node any more(.|\n)*bring the sources in .*web back/)
    equal(await version(), 'second')
    succeeds(await engine.cli.run('apply', '-f', 'compose.yaml'))
    equal(await version(), 'third')
  })

  itInAll('builds none of other sources under the name of what failed before', async () => {
    const tags = async () =>
      (await engine.docker('images', 'shop-web', '--format', '{{.Tag}}')).match(/^[0-9a-f]{12}$/gm) ?? []
    const before = (await tags()).length
    const service = 'build: web\n    command: [sleep, "100000"]\n    stop_grace_period: 0s\n    deploy: {replicas: 3}'
    const file = engine.cli.write('compose.yaml', `name: shop\nservices:\n  web:\n    ${service}\n`)
    engine.cli.write('web/version', 'mended')
    engine.cli.write('web/Dockerfile', 'FROM no-such-base:1\nCOPY version /version\n')
    equal((await engine.cli.run('apply', '-f', file)).exit, 1)
    engine.cli.write('web/Dockerfile', 'FROM busybox:1.36\nCOPY version /version\n')
    const builds = ({ out }: { readonly out: string }) => out.match(/POST \/build\S*/g)?.length
    equal(builds(await engine.cli.run('plan', '-f', file)), 1)
    succeeds(await engine.cli.run('apply', '-f', file))
    equal(await version(), 'mended')
    equal((await tags()).length, before + 1)
    const undone = await engine.cli.run('rollout', 'undo', 'web')
    equal(undone.exit, 1, undone.out + undone.err)
    equal(await version(), 'mended')
  })

  it('goes back after a failure, which a later apply of the same does not try again', async () => {
    await image('app:1', 'first')
    succeeds(await engine.cli.run('apply', '-f', engine.cli.write('shop.yaml', shop({ image: 'app:1' }))))
    const file = engine.cli.write('shop.yaml', shop({ image: 'app:1', script: 'exit 3' }))
    equal((await engine.cli.run('apply', '-f', file)).exit, 1)
    succeeds(await engine.cli.run('rollout', 'undo', 'web'))
    equal(await version(), 'first')
    const same = await engine.cli.run('apply', '-f', file)
    equal(same.exit, 1, same.out + same.err)
    match(same.err, /it failed before(.|\n)*reconcile rollout retry web -n shop/)
    equal(await version(), 'first')
  })

  itInAll('puts back the text of a service in a watched Compose file', async () => {
    await image('app:1', 'first')
    await image('app:2', 'second')
    const compose = (web: string) =>
      `name: shop\nservices:\n  # the front\n  web:\n    image: ${web}\n    command: [sleep, "100000"]\n    stop_grace_period: 0s\n# the end\n`
    const good = compose('app:1 # the good one')
    engine.cli.write('tree/compose.yaml', good)
    const serve = engine.cli.start('serve', '--watch', 'tree')
    await Promise.all([serve.says('serving the installation'), serve.says('Service/shop/web created')])
    await until('the first image', async () => (await version()) === 'first')
    engine.cli.write('tree/compose.yaml', compose('app:2'))
    await until('the second image', async () => (await version()) === 'second')
    const undone = await engine.cli.run('rollout', 'undo', 'web')
    succeeds(undone)
    match(
      undone.out,
      /Service\/shop\/web undone.*to revision 1; template\.image app:2 → app:1; in .*tree\/compose\.yaml:4/,
    )
    equal(readFileSync(join(engine.cli.dir, 'tree/compose.yaml'), 'utf8'), good)
    equal(await version(), 'first')
    equal((await engine.cli.run('plan', '-f', 'tree', '--exit-code')).exit, 0)
    equal(await serve.stop(), 0)
    succeeds(await engine.cli.run('serve', '--unwatch', 'tree', '--delete', '--once'))
  })
})

function shop({ image, script = 'exec sleep 100000' }: { readonly image: string; readonly script?: string }): string {
  return `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  updateStrategy: { failureAction: Pause, monitorSeconds: 1 }
  rollbackStrategy: { monitorSeconds: 1 }
  template:
    image: ${image}
    command: [sh, -c, "${script}"]
    stopGracePeriodSeconds: 0
`
}
