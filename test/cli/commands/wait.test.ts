import { equal, match } from 'node:assert/strict'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

describe('waiting', function () {
  this.timeout(60_000)
  let cli: Cli
  let file: string

  before(buildCli)
  beforeEach(() => {
    cli = inProcess(startCli(undefined, { RECONCILE_SETTINGS: 'nodeGraceMs=200' }))
    file = cli.write('shop.yaml', 'name: shop\nservices:\n  web:\n    image: nginx\n')
  })
  afterEach(() => cli.end())

  for (const served of [false, true])
    describe(served ? 'with a serve' : 'without serve', () => {
      beforeEach(async () => {
        equal((await cli.run('apply', '-f', file)).exit, 5)
        if (served) await cli.start('serve').says('NodeLost')
      })

      it('ends at once when all stands as it is to', async () => {
        const { exit, out } = await cli.run('wait', 'service/web', 'service/web', '--for=condition=Ready=False')
        equal(out, 'service/web condition met\n')
        equal(exit, 0)
        equal((await cli.run('wait', 'services', '--all', '--for=jsonpath={.spec.template.image}=nginx')).exit, 0)
      })

      it('looks once where it is to give up after no time', async () => {
        const asked = ['wait', 'service/web', '--timeout', '0'] as const
        const { exit, out } = await cli.run(...asked, '--for=condition=Ready=False')
        equal(out, 'service/web condition met\n')
        equal(exit, 0)
        const { exit: late, err } = await cli.run(...asked, '--for=condition=Ready')
        equal(late, 4)
        match(err, /timed out waiting for condition=Ready of service\/shop\/web: Ready is False/)
        match(
          (await cli.run('wait', 'service/late', '--for=create', '--timeout=0')).err,
          /service\/late: it is not there/,
        )
      })

      it('takes nodes for what they are, in no stack', async () => {
        equal((await cli.run('wait', 'nodes', '--all', '-n', 'shop', '--for=create')).out, 'node/local created\n')
      })

      it('ends with 4 at its deadline, and says how it stands', async () => {
        const { exit, err } = await cli.run('wait', 'services', '--all', '--for=condition=Ready', '--timeout=1s')
        equal(exit, 4)
        match(err, /timed out waiting for condition=Ready of service\/shop\/web: Ready is False/)
      })

      it('says at once of a node that is not being drained how it would be', async () => {
        const { exit, err } = await cli.run('wait', 'node/local', '--for=condition=Drained', '--timeout=1s')
        equal(exit, 4)
        const how = 'node/local: it is not being drained: set `drain: true` by `reconcile edit node/local`'
        equal(err.split(`note: ${how}\n`).length, 2, err)
        match(
          err,
          /timed out waiting for condition=Drained of node\/local: it is not [^]*next: more time changes nothing/,
        )
      })

      it('ends when what it waits for comes and goes', async () => {
        const coming = cli.run('wait', 'service/late', '--for=create', '--timeout=60s')
        const going = cli.run('wait', 'service/web', '--for=delete', '--timeout=60s')
        const next = cli.write('shop.yaml', 'name: shop\nservices:\n  late:\n    image: nginx\n')
        await cli.run('apply', '-f', next, '--no-wait')
        equal((await coming).out, 'service/late created\n')
        const { exit, out } = await going
        equal(out, 'service/web deleted\n')
        equal(exit, 0)
        equal((await cli.run('wait', 'service/web', '--for=delete')).exit, 0)
      })

      it('waits for what a name says, whatever -n says, and for a node in no stack', async () => {
        const asked = [
          ['service/shop/late', 'service/late created\n'],
          ['node/h2', 'node/h2 created\n'],
        ] as const
        const coming = asked.map(async ([name, says]) => {
          const { out } = await cli.run('wait', '-n', 'blog', name, '--for=create', '--timeout=10s')
          equal(out, says)
        })
        const node =
          'apiVersion: reconcile.dev/v1\nkind: Node\nmetadata: { name: h2 }\nspec: { engine: { host: "unix:///nowhere" } }\n'
        await cli.run('apply', '-f', cli.write('node.yaml', node), '--no-wait')
        const next = cli.write('shop.yaml', 'name: shop\nservices:\n  late:\n    image: nginx\n')
        await cli.run('apply', '-f', next, '--no-wait')
        await Promise.all(coming)
      })

      it(`${served ? 'follows' : 'follows no'} rollout that ${served ? 'serve works at' : 'nobody works at'}`, async () => {
        const { exit, err } = await cli.run('rollout', 'status', 'web', ...(served ? ['--timeout', '1s'] : []))
        equal(exit, 4)
        match(
          err,
          served ? /is not complete yet/ : /is not complete, and nobody works at it\nnext: run `reconcile serve`/,
        )
      })

      it('does not wait for what was never there', async () => {
        const { exit, err } = await cli.run('wait', 'service/wep', '--for=condition=Ready')
        equal(exit, 1)
        match(err, /there is no service wep; did you mean web\?/)
        equal((await cli.run('wait', 'services', '-l', 'none=here', '--for=condition=Ready')).exit, 1)
      })
    })
})
