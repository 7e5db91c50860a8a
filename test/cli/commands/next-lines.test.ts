import { deepEqual, equal } from 'node:assert/strict'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

describe('a command that a message names', function () {
  this.timeout(90_000)
  let cli: Cli
  before(buildCli)
  beforeEach(async () => {
    cli = inProcess(startCli())
    for (const stack of ['shop', 'blog']) {
      const service = `kind: Service\nmetadata: {name: web, namespace: ${stack}}\nspec: {template: {image: busybox}}\n`
      cli.write(`${stack}.yaml`, `apiVersion: reconcile.dev/v1\n${service}`)
    }
    equal((await cli.run('apply', '-f', 'shop.yaml', '-f', 'blog.yaml', '--no-wait')).exit, 0)
  })
  afterEach(() => cli.end())

  for (const [line, exit, named] of [
    ['rollout history web -n shop --revision 9', 1, 'rollout history service/web -n shop'],
    ['rollout history service/shop/web --revision x', 2, 'rollout history service/web -n shop'],
    ['rollout status web -n shop --timeout 1ms', 4, 'describe service/shop/web'],
    ['wait service/web -n shop --for=condition=Ready --timeout 1ms', 4, 'describe service/shop/web'],
  ] as const)
    it(`can be pasted as it stands, as that of ${line}`, async () => {
      const ended = await cli.run(...line.split(' '))
      const [, command = ended.err] = /^next: .*`reconcile ([^`]*)`/m.exec(ended.err) ?? []
      deepEqual([ended.exit, command], [exit, named])
      // Objects are described without the engine too, which is named as not there.
      equal((await cli.run(...command.split(' '))).exit, command.startsWith('describe') ? 5 : 0)
    })
})
