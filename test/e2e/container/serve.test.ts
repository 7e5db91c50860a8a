import { deepEqual, equal, match } from 'node:assert/strict'
import { chmodSync, renameSync } from 'node:fs'
import { until } from '../../support/until.ts'
import { type ContainerGround, PATIENCE_MS, startContainerGround } from './container-ground.ts'
import { ownUpdateSuite } from './own-update.suite.ts'

const SHOP = `services:
  web:
    image: busybox:1.36
    command: sleep 1000
    stop_grace_period: 0s
    volumes: [./page:/page]
`

describe('serve in a container', function () {
  this.timeout(300_000)
  let ground: ContainerGround

  before(async () => {
    ground = await startContainerGround()
  })
  afterEach(() => ground.wipe())
  after(() => ground?.end())

  it('runs what the mounted directory declares, with its bind mounts, is healthy, and leaves it running', async () => {
    const { hand, stacks } = ground
    ground.write('shop/compose.yaml', SHOP)
    ground.write('shop/page/index.html', 'hello')
    await ground.run('reconcile', ['serve', '--watch', stacks], { binds: [`${stacks}:${stacks}`] })
    const names = () => hand.names()
    const instead = async () => ground.output('reconcile')
    await until('web runs', async () => (await names()).includes('shop-web-1 running'), { ms: PATIENCE_MS, instead })
    equal((await hand.exec('shop-web-1', 'cat', '/page/index.html')).trim(), 'hello')
    await until('it is healthy', async () => (await hand.inspect('reconcile')).State.Health?.Status === 'healthy', {
      ms: PATIENCE_MS,
      instead,
    })
    await hand.call('POST', '/containers/reconcile/stop')
    equal(await ground.exit('reconcile'), 0)
    deepEqual(await names(), ['reconcile exited', 'shop-web-1 running'])
  })

  const refusals = [
    {
      name: 'names the line for a directory that is at another path on the host',
      args: ['serve', '--watch', '/stacks'],
      options: (stacks: string) => ({ binds: [`${stacks}:/stacks`] }),
      says: (stacks: string) =>
        `\`- ${stacks}:${stacks}\` under \`volumes:\` of this container, and ${stacks} in place of /stacks`,
      exit: 2,
    },
    {
      name: 'names the group for a socket that it may not use',
      args: ['serve'],
      options: () => ({ groups: [] }),
      says: () => 'write `group_add: ["4242"]` for this container',
      exit: 5,
    },
    {
      name: 'names the line for a socket that is not mounted',
      args: ['serve'],
      options: () => ({ env: ['DOCKER_HOST=unix:///run/engine.sock'] }),
      says: () => 'write `- /var/run/docker.sock:/run/engine.sock` under `volumes:` of this container',
      exit: 5,
    },
  ]
  for (const { name, args, options, says, exit } of refusals)
    it(`${name}, and does nothing`, async () => {
      const { stacks, hand } = ground
      ground.proxy.clear()
      await ground.run('reconcile', args, options(stacks))
      equal(await ground.exit('reconcile'), exit)
      match(await ground.output('reconcile'), new RegExp(escape(says(stacks))))
      deepEqual([ground.proxy.writes(), await hand.names()], [[], ['reconcile exited']])
    })

  it('is restored into another volume, as it was backed up', async () => {
    const { stacks } = ground
    const backup = `${stacks}/reconcile.tar`
    chmodSync(stacks, 0o777)
    const steps = [
      { name: 'reconcile-1', args: ['serve', '--once'], home: 'home' },
      { name: 'reconcile-2', args: ['backup', backup], home: 'home' },
      { name: 'reconcile-3', args: ['restore', backup], home: 'other' },
      { name: 'reconcile-4', args: ['serve', '--once'], home: 'other' },
    ]
    for (const { name, args, home } of steps) {
      await ground.run(name, args, { home, binds: [`${stacks}:${stacks}`] })
      equal(await ground.exit(name), 0, await ground.output(name))
    }
    match(await ground.output('reconcile-3'), /^\/var\/lib\/reconcile is the installation default as of/m)
  })

  it('says how to go on in another directory, where the one of before has moved', async () => {
    const { hand, stacks } = ground
    ground.write('old/shop/compose.yaml', SHOP)
    const watchOf = (name: string) => ['serve', '--watch', `${stacks}/${name}`]
    const binds = (name: string) => ({ binds: [`${stacks}/${name}:${stacks}/${name}`] })
    await ground.run('reconcile', [...watchOf('old'), '--once'], binds('old'))
    equal(await ground.exit('reconcile'), 0, await ground.output('reconcile'))
    renameSync(`${stacks}/old`, `${stacks}/new`)

    await ground.run('reconcile-2', watchOf('new'), binds('new'))
    equal(await ground.exit('reconcile-2'), 2)
    const said = await ground.output('reconcile-2')
    match(said, /^error: the watched directory \S+old is of this container alone/m)
    const [, line = ''] = /run once, in a container with the mounts of this one: `reconcile (.*)`/.exec(said) ?? []
    await ground.run('reconcile-3', line.replace('NEW', `${stacks}/new`).split(' '), binds('new'))
    equal(await ground.exit('reconcile-3'), 0, await ground.output('reconcile-3'))

    await ground.run('reconcile-4', [...watchOf('new'), '--once'], binds('new'))
    equal(await ground.exit('reconcile-4'), 0, await ground.output('reconcile-4'))
    deepEqual(
      (await hand.names()).filter((name) => name.startsWith('shop')),
      ['shop-web-1 running'],
    )
  })

  ownUpdateSuite(() => ground)
})

function escape(text: string): string {
  return text.replace(/[[\](){}.*+?^$|\\]/g, '\\$&')
}
