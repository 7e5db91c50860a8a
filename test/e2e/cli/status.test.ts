import { deepEqual, equal, match } from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { realClock } from '../../../clock/real.ts'
import { lockState } from '../../../cli/local/open/open-state.ts'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { until } from '../../support/until.ts'

const AT_ONCE = { onWait: () => {}, signal: new AbortController().signal }

const stackOf = (name: string, services: Readonly<Record<string, string>>) =>
  [
    `name: ${name}`,
    'services:',
    ...Object.entries(services).map(
      ([service, command]) => `  ${service}: { image: "busybox:1.36", command: ${command}, stop_grace_period: 0s }`,
    ),
  ].join('\n')

describe('status, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  it('is well without serve, fails with what fails, and tells programs the same', async () => {
    const { cli } = engine
    await cli.run('apply', '-f', cli.write('shop.yaml', stackOf('shop', { web: 'sleep 1000' })))
    const well = await cli.run('status')
    equal(well.exit, 0, well.err)
    match(well.out, /^serve: not running; .*\n\nNODE +STATE +ENGINE +API\nlocal +Ready +\d+\.\d+\.\d+\S* +1\.\d+\n/)
    match(well.out, /\nshop +Ready +1\/1 +1\/1\n\nall is well\n$/)

    // With a health check, or it counts as ready where it is looked at before it ends.
    const bad = '"false", healthcheck: { test: [CMD, "false"], interval: 5s }'
    const broken = cli.write('shop.yaml', stackOf('shop', { web: 'sleep 1000', bad }))
    const applied = await cli.run('apply', '-f', broken)
    equal(applied.exit, 1, applied.out + applied.err)
    const failed = await cli.run('status')
    equal(failed.exit, 1, failed.out)
    match(failed.out, /\nshop +Failed +1\/2 +1\/2\n {2}service\/bad: RolloutFailed: .*exited with 1/)
    const { out } = await cli.run('status', '-o', 'json')
    const { exit, serve, stacks } = JSON.parse(out) as {
      exit: number
      serve: unknown
      stacks: { troubles: { object: string }[] }[]
    }
    deepEqual([exit, serve, stacks[0]?.troubles.map(({ object }) => object)], [1, null, ['Service/shop/bad']])

    await cli.run('apply', '-f', cli.write('blog.yaml', stackOf('blog', { web: 'sleep 1000' })))
    const one = await cli.run('status', '-n', 'blog')
    equal(one.exit, 0, one.out)
    match(one.out, /\nblog +Ready +1\/1 +1\/1\n\nall is well\n$/)
    const none = await cli.run('status', '-n', 'nope')
    deepEqual(
      [none.exit, none.err],
      [1, 'error: there is no stack nope\nnext: `reconcile get stacks` lists those that there are\n'],
    )
  })

  it('says why a container never started, once the command that tried is over', async () => {
    const { cli } = engine
    const file = cli.write('never.yaml', stackOf('never', { starts: 'nosuchprogram' }))
    equal((await cli.run('apply', '-f', file)).exit, 1)
    const failed = await cli.run('status')
    equal(failed.exit, 1, failed.out)
    match(failed.out, /\nnever +Failed +0\/1 +0\/1\n {2}service\/starts: RolloutFailed: .*nosuchprogram/)
    const described = await cli.run('describe', 'service/starts')
    match(described.out, /Ready +False +RolloutFailed .*nosuchprogram/)
    await cli.run('apply', '-f', cli.write('never.yaml', stackOf('never', { starts: 'sleep 1000' })))
    equal((await cli.run('status')).exit, 0)
  })

  it('fails where something is down, and nothing works on it', async () => {
    const { cli } = engine
    await cli.run('apply', '-f', cli.write('down.yaml', stackOf('down', { web: 'sleep 1000' })))
    await engine.docker('rm', '-f', 'down-web-1')
    const down = await cli.run('status')
    equal(down.exit, 1, down.out)
    match(down.out, /\ndown +Progressing +0\/1[^]*\nnot all is done, and nothing works on it: .*reconcile serve`\n$/)
    const reasons = async () => (await cli.run('get', 'services,tasks', '-n', 'down', '--no-headers')).out
    match(await reasons(), /service\/web .* NotDoneYet .*\n[^]*task\/web-1-\w+ .* Preparing .* NotDoneYet /)
    const { out } = await cli.run('describe', 'service/web', '-n', 'down')
    match(
      out,
      /NotDoneYet .*removed while nobody watched; nothing works on that: the next command for its stack does it/,
    )
    // As a command that is at work holds it.
    const lock = await lockState({
      ...{ home: cli.home, clock: realClock, command: 'reconcile apply', waitMs: 0 },
      ...AT_ONCE,
    })
    match(await reasons(), /service\/web .* Creating .*\n[^]*task\/web-1-\w+ .* Preparing .* Creating /)
    await lock.release()
    const serve = cli.start('serve')
    await serve.says('serving the installation')
    equal((await cli.run('wait', 'service/web', '-n', 'down', '--for', 'condition=Ready')).exit, 0)
    equal((await cli.run('status')).exit, 0)
    await serve.stop()
  })

  it('says of what was refused why, and that nobody asks again for now, and goes on from there', async () => {
    const { cli } = engine
    const taken = 'networks: { default: { ipam: { config: [{ subnet: 10.213.7.0/24 }] } } }'
    const first = cli.write('first.yaml', `${stackOf('first', { web: 'sleep 1000' })}\n${taken}`)
    const late = cli.write('late.yaml', `${stackOf('late', { web: 'sleep 1000' })}\n${taken}`)
    equal((await cli.run('apply', '-f', first)).exit, 0)
    const refused = await cli.run('apply', '-f', late)
    equal(refused.exit, 1, refused.out)
    match(refused.err, /Network late\/default: local refuses it: .*Pool overlaps/)
    const looked = await cli.run('status')
    equal(looked.exit, 1, looked.out)
    match(
      looked.out,
      /\n {2}network\/default: RefusedByEngine: local refuses it: .*Pool overlaps.*; it is asked again by the next command/,
    )
    equal((await cli.run('delete', '--stack', 'first')).exit, 0)
    const applied = await cli.run('apply', '-f', late)
    equal(applied.exit, 0, applied.out + applied.err)
    match((await cli.run('status')).out, /all is well\n$/)
  })

  it('has what a watched directory asks for in vain', async () => {
    const { cli } = engine
    cli.write('tree/shop.yaml', stackOf('shop', { web: 'sleep 1000' }))
    await cli.start('serve', '--watch', `${cli.dir}/tree`).says('serving the installation')
    const says = (exit: number, pattern: RegExp) =>
      until(
        `status ends with ${exit} and says ${pattern}`,
        async () => {
          const status = await cli.run('status')
          return status.exit === exit && pattern.test(status.out)
        },
        { ms: 30_000, instead: async () => (await cli.run('status')).out },
      )
    await says(0, /^serve: running \(version .*\)\n[^]*\nshop +Ready +1\/1[^]*all is well\n$/)
    const broken = cli.write('tree/other.yaml', 'services: [')
    await says(1, /\nFiles that can't be used:\n {2}\/.*other\.yaml:1:\d+: /)
    rmSync(broken)
    rmSync(`${cli.dir}/tree/shop.yaml`)
    await says(6, /\nWaits for approval:\n.*reconcile approve \S+\n\nsomething waits for approval\n$/)
  })
})
