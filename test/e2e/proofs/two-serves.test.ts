import { deepEqual, equal, match } from 'node:assert/strict'
import { until } from '../../support/until.ts'
import { eachOnGround, type Ground } from './ground.ts'
import { manifests, sleeper } from './manifests.ts'
import { converged, ended } from './serving.ts'

describe('two serves on one home (S11)', function () {
  this.timeout(180_000)
  let ground: Ground

  eachOnGround((made) => (ground = made))

  it('never both act: the second waits, does nothing, and names the holder', async () => {
    const cli = ground.cli()
    cli.write('tree/shop.yaml', manifests(sleeper('web')))
    const first = cli.start('serve', '--watch', 'tree')
    await converged(cli, ['web'])
    ground.proxy.clear()
    const second = cli.start('serve', '--watch', 'tree', '--wait', '2s')
    await ended(second)
    equal(second.child.exitCode, 1, second.output())
    match(
      second.output(),
      new RegExp(`reconcile serve \\(pid ${first.child.pid}, since .*\\) has it after waiting 2 s`),
    )
    deepEqual(ground.proxy.writes(), [])
    equal(await first.stop(), 0)
  })

  it('take turns: the second goes on when the first is killed', async () => {
    const cli = ground.cli()
    cli.write('tree/shop.yaml', manifests(sleeper('web')))
    const first = cli.start('serve', '--watch', 'tree')
    await converged(cli, ['web'])
    const [before] = await ground.hand.containers()
    const second = cli.start('serve', '--watch', 'tree')
    await first.stop('SIGKILL')
    await until('the second serves', () => second.output().includes('serving the installation'))
    cli.write('tree/shop.yaml', manifests(sleeper('web', { replicas: 2, updateStrategy: { monitorSeconds: 0 } })))
    await converged(cli, ['web'], { fits: ([web]) => web?.spec.replicas === 2 })
    const after = await ground.hand.containers()
    deepEqual([after.length, after.some(({ Id }) => Id === before?.Id)], [2, true])
  })
})
