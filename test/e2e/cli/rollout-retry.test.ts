import { deepEqual, equal, match } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { inShare } from '../../support/share.ts'
import { succeeds } from '../../support/succeeds.ts'
import { until } from '../../support/until.ts'

describe('a failed rollout that is retried, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  const version = async () => (await engine.cli.run('exec', 'web', '--', 'sh', '-c', 'echo -n $VERSION')).out
  const reaches = async (state: string) =>
    succeeds(await engine.cli.run('wait', 'service/web', `--for=jsonpath={.status.rollout.state}=${state}`))
  /** Ends the cause of the failure. */
  const mend = async () => {
    const touch = ['-v', 'shop_data:/data', 'busybox:1.36', 'touch', '/data/migrated']
    await engine.docker('run', '--rm', ...touch)
  }

  for (const [failureAction, served] of inShare<readonly (readonly [string, boolean])[]>(
    [['Rollback', false]],
    [
      ['Rollback', false],
      ['Pause', true],
    ],
  ))
    it(`goes through once its cause is gone (${failureAction}, ${served ? 'with a serve' : 'without serve'})`, async () => {
      if (served) await engine.cli.start('serve').says('serving the installation')
      succeeds(await engine.cli.run('apply', '-f', engine.cli.write('shop.yaml', shop('1', failureAction))))
      equal((await engine.cli.run('rollout', 'retry', 'web')).exit, 2)
      match((await engine.cli.run('rollout', 'retry', '--all')).err, /no rollout of Stack shop failed/)

      const file = engine.cli.write('shop.yaml', shop('2', failureAction))
      const failing = await engine.cli.run('apply', '-f', file)
      equal(failing.exit, 1, failing.out + failing.err)
      match(failing.err, /it exited with 3(.|\n)*next: .*`reconcile rollout retry web -n shop` once its cause is gone/)
      match((await engine.cli.run('describe', 'service/web')).out, /reconcile rollout retry web -n shop/)
      match((await engine.cli.run('get', 'stacks')).out, failureAction === 'Pause' ? /RolloutFailed/ : /RolledBack/)
      // The same file again is no retry; neither is a retry a success while the cause is there.
      equal((await engine.cli.run('apply', '-f', file)).exit, 1)
      equal((await engine.cli.run('rollout', 'retry', 'web')).exit, 1)
      if (failureAction === 'Rollback') equal(await version(), '1')

      await mend()
      equal((await engine.cli.run('rollout', 'retry')).exit, 2)
      const retried = await engine.cli.run('rollout', 'retry', ...(served ? ['--all'] : ['stack/shop']))
      succeeds(retried)
      match(retried.out, /Service\/shop\/web retried(.|\n)*converged: 1 service/)
      equal(await version(), '2')
      match((await engine.cli.run('get', 'stacks')).out, /AllReady/)
    })

  it('is tried by nothing else', async () => {
    const declare = (version: string, checked = '') => {
      engine.cli.write('web/Dockerfile', `FROM base:1\n${checked}ENV VERSION=${version}\n`)
      const service = 'build: web\n    command: [sleep, "100000"]\n    stop_grace_period: 0s'
      return engine.cli.write('compose.yaml', `name: shop\nservices:\n  web:\n    ${service}\n`)
    }
    const builds = async () =>
      (await engine.cli.run('audit', '--for', 'service/web')).out.match(/POST \/build\?/g)?.length
    await engine.docker('tag', 'busybox:1.36', 'base:1')
    succeeds(await engine.cli.run('apply', '-f', declare('1')))
    const file = declare('2', 'RUN test -e /later\n')
    const failed = await engine.cli.run('apply', '-f', file)
    equal(failed.exit, 1, failed.err)
    const tried = await builds()
    await engine.docker('run', '--name', 'later', 'busybox:1.36', 'touch', '/later')
    await engine.docker('commit', 'later', 'base:1')
    await engine.docker('rm', 'later')
    const again = await engine.cli.run('apply', '-f', file)
    match(again.err, /nothing tries its rollout again by itself(.|\n)*reconcile rollout retry web -n shop/)
    equal(await builds(), tried)
    // On a busy machine a look may end before all is looked at.
    await until('the task is left alone', async () => {
      return (await engine.cli.run('get', 'tasks')).out.includes('RolloutFailed')
    })
    succeeds(await engine.cli.run('rollout', 'retry', 'web'))
    equal(await version(), '2')
    match((await engine.cli.run('get', 'stacks')).out, /AllReady/)
  })

  it('is retried where a watched directory declares it', async () => {
    engine.cli.write('tree/shop.yaml', shop('1', 'Rollback'))
    const serve = engine.cli.start('serve', '--watch', 'tree')
    await Promise.all([serve.says('serving the installation'), serve.says('Service/shop/web created')])
    await reaches('Completed')
    engine.cli.write('tree/shop.yaml', shop('2', 'Rollback'))
    await reaches('RolledBack')
    await mend()
    engine.cli.write('tree/shop.yaml', shop('2', 'Rollback'))
    succeeds(await engine.cli.run('rollout', 'retry', 'web'))
    deepEqual(await version(), '2')
    equal(await serve.stop(), 0)
    succeeds(await engine.cli.run('serve', '--unwatch', 'tree', '--delete', '--once'))
  })
})

/** Version 2 needs what something else is to put on its volume. */
function shop(version: string, failureAction: string): string {
  const script = version === '1' ? 'exec sleep 100000' : 'test -e /data/migrated || exit 3; exec sleep 100000'
  return `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  updateStrategy: { failureAction: ${failureAction}, monitorSeconds: 1 }
  rollbackStrategy: { monitorSeconds: 1 }
  template:
    image: busybox:1.36
    command: [sh, -c, "${script}"]
    env: [{ name: VERSION, value: "${version}" }]
    stopGracePeriodSeconds: 0
    mounts: [{ type: Volume, source: data, target: /data }]
---
apiVersion: reconcile.dev/v1
kind: Volume
metadata: { name: data, namespace: shop }
spec: {}
`
}
