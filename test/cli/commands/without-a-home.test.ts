import { deepEqual, equal, match } from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

describe('a command that changes what is there, where RECONCILE_HOME is not', function () {
  this.timeout(60_000)
  let cli: Cli

  before(buildCli)
  beforeEach(() => {
    cli = inProcess(startCli())
  })
  afterEach(() => cli.end())

  for (const [args, exit, says] of [
    [['delete', '--stack', 'shop'], 1, /error: there is no stack shop/],
    [['delete', 'service/web', '-n', 'shop', '--ignore-not-found'], 0, /^/],
    [['scale', 'service/web=2', '-n', 'shop'], 1, /error: there is no service web in stack shop/],
    [['rollout', 'undo', 'service/web', '-n', 'shop'], 1, /error: there is no service web in stack shop/],
    [['approve', 'abc'], 2, /error: approve abc: there is no such hold/],
  ] as const)
    it(`makes none, and says so: ${args.join(' ')}`, async () => {
      const ended = await cli.run(...args)
      deepEqual([ended.exit, existsSync(cli.home)], [exit, false], ended.err)
      match(ended.err, says)
      match(
        ended.err,
        /^warning: \S+ is not there, and nothing was applied with it: RECONCILE_HOME is that of the inst/,
      )
    })

  it('makes none where files that were never applied name what no engine tells of', async () => {
    const file = cli.write('compose.yaml', 'name: shop\nservices:\n  web: { image: nginx }\n')
    const { exit } = await cli.run('delete', '-f', file)
    deepEqual([exit, existsSync(cli.home)], [5, false])
  })

  it('makes none for a kept plan that it refuses', async () => {
    const file = cli.write('shop.yaml', 'services:\n  web: { image: 1 }\n  web: { image: 2 }\n')
    const plan = { version: 1, made: '2026-01-01T00:00:00Z', files: [file], manifests: {}, changes: 0, calls: [] }
    const { exit, err } = await cli.run('apply', cli.write('plan.json', JSON.stringify({ ...plan, assumptions: [] })))
    match(err, /is not what would be done now; nothing was changed/)
    deepEqual([exit, existsSync(cli.home)], [1, false])
  })

  it('makes it where something begins with it', async () => {
    equal((await cli.run('secret', 'create', 'key', '-n', 'shop', '--generate')).exit, 0)
    equal(existsSync(cli.home), true)
  })
})
