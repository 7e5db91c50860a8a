import { deepEqual, equal, match, ok } from 'node:assert/strict'
import type { Cli } from '../../support/cli.ts'
import { releases as allReleases } from '../../support/lab.ts'
import { type Ground, releases, startGround } from './ground.ts'

const COMPOSE = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 100000
    stop_grace_period: 0s
    volumes: [data:/data]
    secrets: [token]
volumes: { data: {} }
secrets:
  token: { file: ./token }
`

for (const release of releases)
  describe(`another engine under the same address (${release})`, function () {
    this.timeout(180_000)
    let first: Ground
    let second: Ground
    let cli: Cli
    const onSecond = (...args: readonly string[]) =>
      cli.runWith({ DOCKER_HOST: `unix://${second.proxy.socket}` }, ...args)

    before(async () => {
      ;[first, second] = await Promise.all([startGround({ release }), startGround({ release })])
      cli = first.cli()
      cli.write('compose.yaml', COMPOSE)
      cli.write('token', 'hunter2')
      const applied = await cli.run('apply', '-f', 'compose.yaml')
      equal(applied.exit, 0, applied.out + applied.err)
      second.proxy.clear()
    })
    after(() => Promise.all([first?.end(), second?.end()]))

    for (const args of [
      ['apply', '-f', 'compose.yaml'],
      ['restart', 'web', '-n', 'shop'],
      ['scale', 'web=3', '-n', 'shop'],
      ['delete', '--stack', 'shop', '--volumes'],
    ])
      it(`gets no write by ${args[0]}, which ends with 6 and names the command that lets it`, async () => {
        const { exit, out, err } = await onSecond(...args)
        equal(exit, 6, out + err)
        match(err, new RegExp(`at unix://${second.proxy.socket}\\) answers .* at unix://${first.proxy.socket}\\)`))
        match(err, /set DOCKER_HOST as before, .*reconcile approve node\/local`, which makes there .*: shop\/web-1-/)
        ok(!err.includes('declare one that fits'), err)
        deepEqual(second.proxy.writes(), [])
      })

    it('leaves nothing of what was refused for the engine of before', async () => {
      const { exit, out } = await cli.run('plan', '-f', 'compose.yaml')
      equal(exit, 0, out)
    })

    it('has nothing to do with a stack whose apply was refused there', async () => {
      cli.write('other.yaml', 'name: other\nservices: { web: { image: busybox:1.36, command: sleep 100000 } }\n')
      const { exit, out, err } = await onSecond('apply', '-f', 'other.yaml')
      equal(exit, 6, out + err)
      match(err, /nothing is applied: another engine .*; then apply again/s)
      const { out: stacks } = await cli.run('get', 'stacks', '-o', 'name')
      equal(stacks, 'stack/shop\n')
    })

    it('is worked on once it is approved', async () => {
      const approved = await onSecond('approve', 'node/local')
      equal(approved.exit, 6, approved.out + approved.err)
      match(approved.err, /`reconcile approve volume\/data -n shop`, if that is meant/)
      const anew = await onSecond('approve', 'volume/data', '-n', 'shop')
      equal(anew.exit, 0, anew.out + anew.err)
      const applied = await onSecond('apply', '-f', 'compose.yaml')
      equal(applied.exit, 0, applied.out + applied.err)
      // The number of replicas is not that of the refused command.
      deepEqual(await second.hand.names(), ['shop-web-1 running'])
      deepEqual(await first.hand.names(), ['shop-web-1 running'])
    })
  })

// Where all releases are tested: it takes two.
const describeIfAll = allReleases.length > 1 ? describe : describe.skip
describeIfAll('an engine that is upgraded from 20.10 in place, and set back', function () {
  this.timeout(180_000)
  let ground: Ground
  let cli: Cli

  before(async () => {
    ground = await startGround({ release: 'debian12' })
    cli = ground.cli()
    cli.write('compose.yaml', COMPOSE)
    cli.write('token', 'hunter2')
    const applied = await cli.run('apply', '-f', 'compose.yaml')
    equal(applied.exit, 0, applied.out + applied.err)
  })
  after(() => ground?.end())

  for (const release of ['sid', 'debian12'] as const)
    it(`is the recorded one: an apply brings what its start took, and makes nothing anew (${release})`, async () => {
      const ids = async () => (await ground.hand.containers()).map(({ Id }) => Id)
      const before = await ids()
      await ground.host.upgrade(release)
      ground.proxy.clear()
      const planned = await cli.run('plan', '-f', 'compose.yaml')
      equal(planned.exit, 0, planned.out + planned.err)
      deepEqual(ground.proxy.writes(), [])
      const { exit, out, err } = await cli.run('apply', '-f', 'compose.yaml')
      equal(exit, 0, out + err)
      ok(!(planned.out + out + err).includes('EngineChanged'), planned.out + out + err)
      deepEqual([await ids(), await ground.hand.names()], [before, ['shop-web-1 running']])
    })
})
