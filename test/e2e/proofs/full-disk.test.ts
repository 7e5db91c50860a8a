import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Cli } from '../../support/cli.ts'
import { withoutLocks } from '../../support/lock-calls.ts'
import { until } from '../../support/until.ts'
import { eachOnGround, type Ground } from './ground.ts'
import { manifests, sleeper } from './manifests.ts'
import { converged } from './serving.ts'

describe('a full disk', function () {
  this.timeout(180_000)
  let ground: Ground

  eachOnGround((made) => (ground = made))

  it('under the state stops acts, lets reads go on, and all goes on when there is room again', async () => {
    const cli = ground.cli({ RECONCILE_SETTINGS: 'backoffMaxMs=500' })
    declare(cli, 'red')
    equal((await cli.run('init')).exit, 0)
    // The disk is in a mount namespace of its own, and goes with the process.
    const mount = 'mount -t tmpfs -o size=64m none "$RECONCILE_HOME/state" && exec "$0" "$@"'
    const serve = cli.startUnder(['unshare', '--mount', 'sh', '-c', mount], 'serve', '--watch', 'tree')
    await converged(cli, ['web'])
    const filler = `/proc/${serve.child.pid}/root${join(cli.home, 'state', 'filler')}`
    fill(filler)
    ground.proxy.clear()

    declare(cli, 'blue')
    await until('it says that the disk is full', () => /no space left|StorageFull/i.test(serve.output()), {
      instead: serve.output,
    })
    deepEqual(ground.proxy.writes(), [], serve.output())
    await ground.hand.call('DELETE', '/containers/shop-web-1?force=1')
    equal((await cli.run('get', 'services')).exit, 0)
    match((await cli.run('describe', 'service/web')).out, /web/)
    const plan = await cli.run('plan', '-f', cli.write('other.yaml', OTHER))
    equal(plan.exit, 0, plan.err)
    match(plan.out, /containers\/create\?name=other-web-1/)
    deepEqual(ground.proxy.writes(), [])
    const status = await cli.run('status')
    equal(status.exit, 1, status.out)
    match(status.out, /The state can't be written:\n {2}writing the state in \S+state: ENOSPC.*; free some space/)
    const scaled = await cli.run('scale', 'web=1')
    equal(scaled.exit, 1, scaled.out + scaled.err)
    match(scaled.err, /writing the state in \S+state: ENOSPC.*\n.*make room on the disk of RECONCILE_HOME/)

    rmSync(filler)
    await converged(cli, ['web'], { fits: ([web]) => JSON.stringify(web).includes('blue') })
    const lines = (words: RegExp) =>
      serve
        .output()
        .split('\n')
        .filter((line) => words.test(line)).length
    await until('it says once that there is room', () => lines(/the state can be written again/) === 1, {
      instead: serve.output,
    })
    equal(lines(/no space left/), 1, serve.output())
    deepEqual(await ground.hand.names(), ['shop-web-1 running'])
    equal(await serve.stop(), 0)
  })

  it('under the state ends an apply with what to do', async () => {
    const cli = ground.cli()
    declare(cli, 'red')
    equal((await cli.run('init')).exit, 0)
    const mount = 'mount -t tmpfs -o size=64k none "$RECONCILE_HOME/state" && exec "$0" "$@"'
    const program = ['unshare', '--mount', 'sh', '-c', mount]
    const apply = cli.startUnder(program, 'apply', '-f', 'tree/shop.yaml', '--timeout', '5s')
    await new Promise((resolve) => apply.child.once('close', resolve))
    equal(apply.child.exitCode, 1, apply.output())
    match(apply.output(), /no space left on device.*free some space/)
    deepEqual(await ground.hand.names(), [])
  })

  it('under the images keeps a build waiting, which a plan says too, and it goes on by itself when there is room again', async () => {
    const settings = 'heartbeatMs=300,diskReserveRatio=0.5'
    const cli = ground.cli({ RECONCILE_SETTINGS: settings })
    cli.write('tree/compose.yaml', BUILT)
    // What serve sees at the path of the engine's images. The engine itself has its own disk.
    const images = join(dirname(ground.host.socket), 'data')
    const { ID } = (await ground.hand.call('GET', '/info')) as { readonly ID: string }
    const mount = `mount -t tmpfs -o size=16m none "${images}" && echo ${ID} > "${images}/engine-id" && exec "$0" "$@"`
    const program = [
      'unshare',
      '--mount',
      'sh',
      '-c',
      `${mount.replace(' && ', ` && fallocate -l 12m "${images}/filler" && `)}`,
    ]
    const serve = cli.startUnder(program, 'serve', '--watch', 'tree')
    const told = async () => (await cli.run('describe', 'service/web', '-n', 'tree')).out
    // Tasks and the node each check the disk with every heartbeat.
    const pressure = async () => /DISKPRESSURE.*\nlocal +\S+ +(\S+)/.exec((await cli.run('get', 'nodes')).out)?.[1]
    await until('it waits for room', async () => /NodeDiskPressure/.test(await told()), { instead: serve.output })
    match(await told(), /local is short of disk space for .*: 3 MiB of 16 MiB are free in .*data, less than 8 MiB/)
    await until('the node says so', async () => (await pressure()) === 'True', { instead: serve.output })
    const plan = await cli.run('plan', '-f', cli.write('other/compose.yaml', BUILT))
    match(plan.out, /NodeDiskPressure/, plan.err)
    equal(
      ground.proxy.writes().some(({ path }) => path.includes('/build')),
      false,
    )
    rmSync(`/proc/${serve.child.pid}/root${images}/filler`)
    await converged(cli, ['web'])
    await until('so does the node', async () => (await pressure()) === 'False', { instead: serve.output })
    equal(await serve.stop(), 0)
  })

  it('under the images is freed of what we built and nothing needs, and of nothing else', async () => {
    const cli = ground.cli()
    cli.write('tree/compose.yaml', BUILT.replace('CMD', 'LABEL freed=1\n        CMD'))
    equal((await cli.run('apply', '-f', 'tree/compose.yaml')).exit, 0)
    const prune = async (...args: readonly string[]) => (await cli.run('images', 'prune', ...args)).out
    match(await prune('--dry-run'), /Image\/local\/tree-web:\S+ Kept.*the container tree-web-1 was made from it/)
    match(await prune(), /there is nothing to remove/)
    // Somebody else removed the image: it is built again from the same sources.
    await ground.hand.call('DELETE', '/containers/tree-web-1?force=1')
    const { Id } = (await ground.hand.call('GET', '/images/tree-web:latest/json')) as { readonly Id: string }
    await ground.hand.call('DELETE', `/images/${Id}?force=1`)
    const again = await cli.run('apply', '-f', 'tree/compose.yaml')
    equal(again.exit, 0, again.err)
    equal((await cli.run('delete', '--stack', 'tree')).exit, 0)
    await ground.hand.call('POST', '/images/tree-web:latest/tag?repo=theirs&tag=1')
    ground.proxy.clear()
    match(await prune('--dry-run'), /Kept.*it is theirs:1 as well, which others made/)
    match(await prune(), /there is nothing to remove/)
    deepEqual(withoutLocks(ground.proxy.writes()), [])
    await ground.hand.call('DELETE', '/images/theirs:1')
    match(await prune('--dry-run'), /Unused/)
    match(await prune('-o', 'json'), /"change":"deleted"/)
    const removed = withoutLocks(ground.proxy.writes()).map(({ method, path }) => `${method} ${path}`)
    deepEqual(removed.length, 2, removed.join())
    ok(removed.every((call) => call.startsWith('DELETE /images/tree-web')))
    match(JSON.stringify(await ground.hand.call('GET', '/images/json')), /^(?!.*freed).*busybox:1\.36/)
    match(await prune(), /there is nothing to remove/)
  })
})

const BUILT = `services:
  web:
    build:
      context: .
      dockerfile_inline: |
        FROM busybox:1.36
        CMD ["sleep", "100000"]
    stop_grace_period: 0s
`

const OTHER = `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: other }
spec: { template: { image: "busybox:1.36", command: [sleep, "100000"] } }
`

function declare(cli: Cli, colour: string): void {
  // Long enough not to fit into the rest of the log's last page.
  const env = [{ name: 'COLOUR', value: `${colour}${'x'.repeat(100_000)}` }]
  cli.write('tree/shop.yaml', manifests(sleeper('web', { updateStrategy: { monitorSeconds: 0 }, template: { env } })))
}

/** Writes zeros until nothing more fits. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  try {
    for (let bytes = 1 << 20; bytes >= 1; bytes >>= 1) writeWhileItFits(file, Buffer.alloc(bytes))
  } finally {
    closeSync(file)
  }
}

function writeWhileItFits(file: number, bytes: Uint8Array): void {
  try {
    while (writeSync(file, bytes) > 0);
  } catch (error) {
    if (!String(error).includes('ENOSPC')) throw error
  }
}
