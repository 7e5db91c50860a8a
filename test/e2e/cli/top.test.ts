import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { waysToServe } from '../../support/share.ts'

const SHOP = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 1000
    stop_grace_period: 0s
    deploy: { replicas: 2 }
    mem_limit: 64m
    environment: { DB_PASSWORD: hunter2 }
  busy:
    image: busybox:1.36
    command: ["sh", "-c", "while true; do : hunter2; done"]
    stop_grace_period: 0s
    cpus: 0.5
`

interface Row {
  readonly name: string
  readonly tasks?: number
  readonly cpuPercent?: number
  readonly memoryLimitBytes?: number
}

describe('top, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach()
  const rows = async (...args: string[]) => {
    const { exit, out, err } = await engine.cli.run('top', ...args, '-o', 'json')
    equal(exit, 0, err)
    return JSON.parse(out) as readonly Row[]
  }

  for (const served of waysToServe(true))
    it(`measures tasks, services and nodes, ${served ? 'with a serve' : 'without serve'}`, async () => {
      const { cli } = engine
      if (served) await cli.start('serve').says('serving the installation')
      const applied = await cli.run('apply', '-f', cli.write('shop.yaml', SHOP))
      equal(applied.exit, 0, applied.err)

      const tasks = await rows('tasks', '--sort-by', 'cpu')
      deepEqual(
        tasks.map(({ name }) => name.replace(/-\d.*/, '')),
        ['busy', 'web', 'web'],
      )
      ok((tasks[0]?.cpuPercent ?? 0) > 1, JSON.stringify(tasks))
      equal(tasks[1]?.memoryLimitBytes, 64 * 1024 ** 2)
      const services = await rows('services', '-n', 'shop')
      deepEqual(
        services.map(({ name, tasks: of }) => [name, of]),
        [
          ['busy', 1],
          ['web', 2],
        ],
      )
      const { out } = await cli.run('top', 'nodes')
      match(out, /^NAME +TASKS +CPU +CPUS +MEMORY +OF\nlocal +3 +\d+\.\d+% +\d+ +/)
      ok(!(await cli.run('top')).out.includes('hunter2'))
      equal((await cli.run('top', '-n', 'other')).err, 'No task runs in stack other.\n')
    })

  it('goes on with --watch until it is interrupted', async () => {
    const { cli } = engine
    await cli.run('apply', '-f', cli.write('shop.yaml', SHOP))
    const watching = cli.start('top', 'services', '--watch')
    await watching.says('\n\nSTACK')
    equal(await watching.stop('SIGINT'), 130)
    const lines = cli.start('top', '--watch', '-o', 'json')
    await lines.says('}]\n[{')
    equal(await lines.stop('SIGINT'), 130)
  })

  it('is of tasks, services and nodes, and needs an engine', async () => {
    const { cli } = engine
    match((await cli.run('top', 'volumes')).err, /volumes use no CPU\nnext: write tasks, services or nodes/)
    match((await cli.run('top', 'servces')).err, /servces is no kind; did you mean services\?/)
    equal((await cli.runWith({ DOCKER_HOST: 'unix:///nowhere/docker.sock' }, 'top')).exit, 5)
  })
})
