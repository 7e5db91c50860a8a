import { deepEqual, equal, match } from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../support/until.ts'
import { releases } from './ground.ts'
import { CONFIGS, startWatchedTree, type WatchedTree } from './safety-tree.ts'
import { services } from './serving.ts'
import { inShare } from '../../support/share.ts'

// S3, as one continuous history: each loss waits for the approval of exactly that set.
for (const release of releases)
  describe(`a watched tree that loses much at once (${release})`, function () {
    this.timeout(inShare(180_000, 300_000))
    let tree: WatchedTree
    const APPROVE = /reconcile approve (\w+)/
    const drop = (...files: string[]) => {
      for (const file of files) rmSync(join(tree.cli.dir, 'tree', file), { recursive: true })
    }
    const replicasOf = async (name: string) =>
      (await services(tree.cli)).find(({ metadata }) => metadata.name === name)?.spec.replicas

    before(async () => {
      tree = await startWatchedTree({ release })
    })
    after(() => tree?.ground.end())
    afterEach('the ten objects of others are as they were (S4)', () => tree.foreignAreUntouched())

    it('keeps its replicas when a variable that is not set would make none', async () => {
      let id = ''
      await tree.nothingHappens(async () => {
        id = await tree.says(APPROVE, () => tree.cli.write('tree/side/.env', ''))
      })
      equal(await replicasOf('side'), 1)
      const approved = await tree.cli.run('approve', id)
      equal(approved.exit, 0, approved.out + approved.err)
      await until('side has no task', async () => !(await tree.ground.hand.names()).some((name) => /^side/.test(name)))
      equal(await replicasOf('side'), 0)
      await tree.says(/Service\/side\/side changed/, () => tree.cli.write('tree/side/.env', 'SIDES=1\n'))
      await until('side runs', async () => (await tree.ground.hand.names()).includes('side-side-1 running'), {
        instead: async () => (await tree.cli.run('describe', 'service/side')).out,
      })
    })

    it('holds 6 of 15 resources, and lets go the very set that is approved', async () => {
      const files = CONFIGS.map((name) => `${name}.yaml`)
      let id = ''
      await tree.nothingHappens(async () => {
        id = await tree.says(/6 of 1\d resources.*reconcile approve (\w+)/, () => drop(...files.slice(0, 6)))
      })
      // Another set is another hold: the first one no longer exists.
      const second = await tree.says(/7 of 1\d resources.*reconcile approve (\w+)/, () => drop(files[6] ?? ''))
      const refused = await tree.cli.run('approve', id)
      equal(refused.exit, 2, refused.out)
      match(refused.err, new RegExp(`there is no such hold; these wait: ${second}`))
      const command = `reconcile approve ${second}`
      for (const name of ['stack/shop', 'config/c7'])
        match((await tree.cli.run('describe', name)).out, new RegExp(`ApprovalNeeded +True .*${command}`))
      match((await tree.cli.run('get', 'all')).out, /stack\/shop .* LossesNeedApproval /)
      await tree.restart()
      equal((await tree.cli.run('get', 'configs', '-o', 'name')).out.trim().split('\n').length, 10)
      const approved = await tree.cli.run('approve', second)
      equal(approved.exit, 0, approved.out + approved.err)
      await until('they are gone', async () => (await names('configs')).length === 3, {
        instead: () => names('configs'),
      })
      deepEqual((await tree.identity()).length, 2)
    })

    it('lets another whole stack go, and keeps its volume (S4)', async () => {
      await tree.says(/Service\/side\/side deleted/, () => drop('side'))
      await until('it is gone', async () => !(await tree.ground.hand.names()).some((name) => /^side/.test(name)))
      await until('its network too', async () => !(await tree.ground.hand.networks()).includes('side_default'))
    })

    it('holds the last stack, and lets it go when that is approved; its volume stays (S4)', async () => {
      const id = await tree.says(/reconcile approve (\w+)/, () =>
        drop('shop.yaml', ...CONFIGS.slice(7).map((name) => `${name}.yaml`)),
      )
      await tree.restart()
      const before = await tree.identity()
      equal(before.length, 1)
      const approved = await tree.cli.run('approve', id)
      equal(approved.exit, 0, approved.out + approved.err)
      await until('all is gone', async () => (await tree.identity()).length === 0)
      equal((await tree.ground.hand.volumes()).includes('shop_data'), true)
    })

    async function names(kind: string): Promise<readonly string[]> {
      return (await tree.cli.run('get', kind, '-o', 'name')).out.trim().split('\n').filter(Boolean)
    }
  })
