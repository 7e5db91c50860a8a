import { deepEqual, equal, match } from 'node:assert/strict'
import { buildCli, startCli, type Cli, type Ended } from '../../support/cli.ts'
import { loadImages } from '../../support/images.ts'
import { startLab, type Lab } from '../../support/lab.ts'
import { until } from '../../support/until.ts'

describe('a failed rollout that is retried, on a real engine', function () {
  this.timeout(120_000)
  let lab: Lab
  let cli: Cli

  before(async () => {
    ;[lab] = await Promise.all([startLab(), buildCli()])
    await loadImages(lab.hosts[0].socket, ['busybox:1.36'])
  })
  after(() => lab.down())
  beforeEach(() => {
    cli = startCli(lab.hosts[0].socket)
  })
  afterEach(async () => {
    await cli.run('delete', '--stack', 'shop', '--volumes')
    await cli.end()
  })

  const version = async () => (await cli.run('exec', 'web', '--', 'sh', '-c', 'echo -n $VERSION')).out
  const reaches = async (state: string) =>
    await until(`a rollout that is ${state}`, async () => {
      const { out } = await cli.run('get', 'service/web', '-o', 'json')
      return out.includes(`"state": "${state}"`)
    })
  /** Ends the cause of the failure. */
  const mend = async () => {
    const { socket, run } = lab.hosts[0]
    const touch = ['-v', 'shop_data:/data', 'busybox:1.36', 'touch', '/data/migrated']
    await run('docker', '-H', `unix://${socket}`, 'run', '--rm', ...touch)
  }

  for (const [failureAction, served] of [
    ['Rollback', false],
    ['Pause', true],
  ] as const)
    it(`goes through once its cause is gone (${failureAction}, ${served ? 'with a serve' : 'without serve'})`, async () => {
      if (served) await cli.start('serve').says('serving the installation')
      succeeds(await cli.run('apply', '-f', cli.write('shop.yaml', shop('1', failureAction))))
      equal((await cli.run('rollout', 'retry', 'web')).exit, 2)

      const file = cli.write('shop.yaml', shop('2', failureAction))
      const failing = await cli.run('apply', '-f', file)
      equal(failing.exit, 1, failing.out + failing.err)
      match(failing.err, /it exited with 3(.|\n)*next: .*`reconcile rollout retry web -n shop` once its cause is gone/)
      match((await cli.run('describe', 'service/web')).out, /reconcile rollout retry web -n shop/)
      match((await cli.run('get', 'stacks')).out, failureAction === 'Pause' ? /RolloutFailed/ : /RolledBack/)
      // The same file again is no retry; neither is a retry a success while the cause is there.
      equal((await cli.run('apply', '-f', file)).exit, 1)
      equal((await cli.run('rollout', 'retry', 'web')).exit, 1)
      if (failureAction === 'Rollback') equal(await version(), '1')

      await mend()
      const retried = await cli.run('rollout', 'retry', 'web', '-n', 'shop')
      succeeds(retried)
      match(retried.out, /Service\/shop\/web retried(.|\n)*converged: 1 service/)
      equal(await version(), '2')
      match((await cli.run('get', 'stacks')).out, /AllReady/)
    })

  it('is retried where a watched directory declares it', async () => {
    cli.write('tree/shop.yaml', shop('1', 'Rollback'))
    const serve = cli.start('serve', '--watch', 'tree')
    await serve.says('Service/shop/web created')
    await reaches('Completed')
    cli.write('tree/shop.yaml', shop('2', 'Rollback'))
    await reaches('RolledBack')
    await mend()
    cli.write('tree/shop.yaml', shop('2', 'Rollback'))
    succeeds(await cli.run('rollout', 'retry', 'web'))
    deepEqual(await version(), '2')
    equal(await serve.stop(), 0)
    succeeds(await cli.run('serve', '--unwatch', 'tree', '--once'))
  })
})

function succeeds(ended: Ended): void {
  equal(ended.exit, 0, ended.out + ended.err)
}

/** Version 2 needs what something else is to put on its volume. */
function shop(version: string, failureAction: string): string {
  const script = version === '1' ? 'exec sleep 100000' : 'test -e /data/migrated || exit 3; exec sleep 100000'
  return `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  updateStrategy: { failureAction: ${failureAction}, monitorSeconds: 1 }
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
