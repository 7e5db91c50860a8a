import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { until } from '../../support/until.ts'
import { waysToServe } from '../../support/share.ts'

/** A service that counts as fast as it is told to, and a second one. */
const SHOP = (web: string, replicas = 2) => `name: shop
services:
  web:
    image: busybox:1.36
    command: sh -c '${web}'
    stop_grace_period: 0s
    deploy: { replicas: ${replicas} }
  db:
    image: busybox:1.36
    command: sh -c 'echo ready; echo broken >&2; exec sleep 1000'
    stop_grace_period: 0s
`
const JOB = `name: shop
services:
  count:
    image: busybox:1.36
    command: sh -c 'echo 1; sleep 2; echo 2'
    restart: "no"
    deploy: { mode: replicated-job }
`
const SAYS = (word: string) => `echo ${word}; exec sleep 1000`

describe('logs, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach()

  const apply = async (text: string) => {
    const { exit, out, err } = await engine.cli.run('apply', '-f', engine.cli.write('shop.yaml', text))
    equal(exit, 0, `${out}\n${err}`)
  }
  const linesOf = (text: string) => text.split('\n').filter((line) => line !== '')

  it('are of a service, of several, or of a whole stack, as docker logs has them', async () => {
    await apply(SHOP(SAYS('hello')))
    const { cli, docker } = engine
    const all = await cli.run('logs', '-n', 'shop', '-t')
    equal(all.exit, 0, all.err)
    equal(linesOf(all.out).length, 3)
    match(all.err, /^shop-db-1 +\| \S+Z broken\n$/)
    const times = linesOf(all.out).map((line) => line.split(/ +/)[2] ?? '')
    deepEqual(times, [...times].sort())
    const theirs = (await docker('logs', '-t', 'shop-web-1')).trim()
    ok(all.out.includes(`shop-web-1 | ${theirs}`), `${all.out} has not ${theirs}`)
    equal((await cli.run('logs', 'stack/shop', '-t')).out, all.out)
    equal(
      linesOf((await cli.run('logs', 'web', 'db', '--no-log-prefix')).out)
        .sort()
        .join(),
      'hello,hello,ready',
    )
    match((await cli.run('--color', 'always', 'logs', 'db')).out, /^\u001b\[36mshop-db-1 \|\u001b\[39m ready\n$/)
    match((await cli.run('--color', 'always', 'logs', '--no-color', 'db')).out, /^shop-db-1 \| ready\n$/)
    equal((await cli.run('logs', 'web', '--until', '2020-01-01')).out, '')
    equal((await cli.run('logs', 'web', '--tail', '0')).out, '')
    equal((await cli.run('logs')).exit, 2)
    equal((await cli.run('logs', 'web', '-f', '-p')).exit, 2)
  })

  for (const served of waysToServe(true))
    it(`go on over rollouts and new replicas, ${served ? 'with serve' : 'without serve'}`, async () => {
      const serve = served ? engine.cli.start('serve') : undefined
      await serve?.says('serving the installation')
      await apply(SHOP(SAYS('one'), 1))
      const followed = engine.cli.start('logs', '-f', 'web', '--tail', '0')
      // What is there is not shown: only a word of our own says that it follows.
      await engine.docker('exec', 'shop-web-1', 'sh', '-c', 'for i in 1 2 3; do echo begun > /proc/1/fd/1; done')
      await until('it follows', async () => {
        await engine.docker('exec', 'shop-web-1', 'sh', '-c', 'echo begun > /proc/1/fd/1')
        return followed.output().includes('begun')
      })
      await apply(SHOP(SAYS('two'), 2))
      await followed.says('shop-web-2 | two')
      await followed.says('shop-web-1 | two')
      equal(followed.output().includes('one'), false)
      equal(linesOf(followed.output()).filter((line) => line.endsWith('two')).length, 2)
      equal(await followed.stop('SIGINT'), 130)
      await serve?.stop()
    })

  for (const served of waysToServe(false))
    it(`of a job end with it, ${served ? 'with serve' : 'without serve'}`, async () => {
      const serve = served ? engine.cli.start('serve') : undefined
      await serve?.says('serving the installation')
      const applying = engine.cli.start('apply', '-f', engine.cli.write('shop.yaml', JOB))
      if (!served) await applying.says('converged')
      else await until('it runs', async () => (await engine.docker('ps', '-q', '--filter', 'name=shop-count-1')) !== '')
      const { exit, out, err } = await engine.cli.run('logs', '-f', 'count')
      equal(exit, 0, err)
      deepEqual(linesOf(out), ['shop-count-1 | 1', 'shop-count-1 | 2'])
      await serve?.stop()
    })

  it('lose no line and repeat none where a container runs again, and have its past', async () => {
    await apply(
      SHOP('i=0; while [ $$i -lt 300 ]; do i=$$((i+1)); echo $$i; done; read x < /tmp/go; exit 1', 1).replace(
        "command: sh -c 'i=0",
        "restart: always\n    command: sh -c '[ -p /tmp/go ] || mkfifo /tmp/go; i=0",
      ),
    )
    const followed = engine.cli.start('logs', '-f', 'web')
    const restarts = () => engine.docker('inspect', '-f', '{{.RestartCount}}', 'shop-web-1')
    const said = (count: number) =>
      until(`${count} lines`, () => linesOf(followed.output()).length >= count, {
        instead: async () => `${linesOf(followed.output()).length}, after ${await restarts()} restarts`,
      })
    await said(300)
    const none = await engine.cli.run('logs', '-p', 'web')
    equal(none.exit, 1)
    match(none.err, /nothing ran before in the place of/)
    for (const times of [1, 2]) {
      // It may be killed with the container that it ends.
      const ended = await engine.docker('exec', 'shop-web-1', 'sh', '-c', 'echo > /tmp/go').catch(String)
      await until('it runs again', async () => Number(await restarts()) === times, { instead: () => ended })
      await said((times + 1) * 300)
    }
    const numbers = linesOf(followed.output()).map((line) => Number(line.split('| ')[1]))
    const counted = Array.from({ length: 300 }, (_, index) => index + 1)
    deepEqual(numbers, [...counted, ...counted, ...counted])
    const task = (await engine.cli.run('get', 'tasks', '-o', 'name')).out.match(/web-1-\w+/)?.[0] ?? ''
    deepEqual(linesOf((await engine.cli.run('logs', '-p', '--tail', '300', task)).out).map(Number), counted)
    equal(linesOf((await engine.cli.run('logs', '-p', 'web')).out).length, 600)
  })
})
