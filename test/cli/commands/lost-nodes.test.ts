import { deepEqual, equal, match } from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

describe('commands, where the state has lost the nodes that were applied', function () {
  this.timeout(60_000)
  let cli: Cli
  const kept = (name: string) => join(cli.home, 'desired/_nodes', name)
  const nodeText = (name: string) =>
    `apiVersion: ${API_VERSION}\nkind: Node\nmetadata: { name: ${name} }\nspec: { engine: { host: 'tcp://127.0.0.1:9' } }\n`

  before(buildCli)
  beforeEach(async () => {
    cli = inProcess(startCli())
    const file = cli.write('nodes.yaml', `${nodeText('web2')}---\n${nodeText('web3')}`)
    equal((await cli.run('apply', '-f', file, '--no-wait')).exit, 0)
    rmSync(join(cli.home, 'state'), { recursive: true })
  })
  afterEach(() => cli.end())

  const names = async () => (await cli.run('get', 'nodes', '-o', 'custom-columns=NAME:.metadata.name')).out

  it('declare them again, and say so', async () => {
    const file = cli.write('web4.yaml', nodeText('web4'))
    const { exit, err } = await cli.run('apply', '-f', file, '--no-wait')
    equal(exit, 0, err)
    match(err, /^warning: Node\/web2, Node\/web3: the state had lost .* taken again from \S+desired\/_nodes$/m)
    match(await names(), /^NAME\n(local\n)?web2\nweb3\nweb4$/m)
  })

  it('delete one by its name', async () => {
    const { exit, err } = await cli.run('delete', 'node/web2', '--no-wait')
    equal(exit, 0, err)
    match(await names(), /^NAME\n(local\n)?web3$/m)
    rmSync(join(cli.home, 'state'), { recursive: true })
    equal((await cli.run('delete', 'node/web2', '--no-wait')).exit, 1)
  })

  for (const { it: sentence, act, names: wanted } of [
    {
      it: 'one is gone',
      act: () => rmSync(kept('api-Node.web2.yaml')),
      names: /_nodes\/api-Node\.web2\.yaml/,
    },
    {
      it: 'they are cut off',
      act: () => writeFileSync(kept('context.json'), '{'),
      names: /_nodes\/context\.json: .*JSON/,
    },
    {
      it: 'one is not valid any more',
      act: () => writeFileSync(kept('api-Node.web2.yaml'), nodeText('web2').replace('spec:', 'spek:')),
      names: /_nodes\/api-Node\.web2\.yaml:\d+:\d+: .*spek/,
    },
  ])
    it(`do nothing where ${sentence}, and say what is to be done`, async () => {
      act()
      const stack = cli.write('compose.yaml', JSON.stringify({ name: 'shop', services: { web: { image: 'nginx' } } }))
      for (const args of [
        ['apply', '-f', stack, '--no-wait'],
        ['plan', '-f', stack],
        ['delete', 'node/web3'],
        ['serve', '--once'],
      ]) {
        const { exit, out, err } = await cli.run(...args)
        equal(exit, 1, `${args[0]}: ${out}${err}`)
        match(err, wanted)
        match(err, /^next: correct that, or put \S+_nodes back from a backup;/m)
      }
      deepEqual((await cli.run('get', 'services', '-A')).out, '')
    })

  it('go on where the state knows them, though what is kept is not whole', async () => {
    const file = cli.write('web4.yaml', nodeText('web4'))
    await cli.run('apply', '-f', file, '--no-wait')
    writeFileSync(kept('context.json'), '{')
    const broken = await cli.run('apply', '-f', file, '--no-wait')
    equal(broken.exit, 0)
    match(broken.err, /^warning: \S+_nodes is not whole: .*; the next apply of a Node keeps all of them anew$/m)
    equal((await cli.run('apply', '-f', file, '--no-wait')).err, '')
  })
})
