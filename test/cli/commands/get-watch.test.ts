import { deepEqual, equal } from 'node:assert/strict'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'

const SHOP = `name: shop
services:
  web: { image: nginx }
  db: { image: nginx }
`

// No engine answers here: what is declared is shown all the same.
describe('get -w without serve', function () {
  this.timeout(60_000)
  let cli: Cli

  before(async () => {
    await buildCli()
    cli = startCli()
  })
  after(() => cli.end())

  it('shows what other commands change, and what they take away', async () => {
    const apply = async (text: string) =>
      equal((await cli.run('apply', '-f', cli.write('shop.yaml', text), '--no-wait')).exit, 0)
    await apply(SHOP)
    const watched = cli.start(
      'get',
      'services',
      '-w',
      '-o',
      'jsonpath={.metadata.name}={.spec.replicas};',
      '--no-headers',
    )
    await watched.says('web=')
    equal((await cli.run('scale', 'web=3', '-n', 'shop', '--no-wait')).exit, 0)
    await watched.says('web=3;')
    await apply(`${SHOP}  api: { image: nginx }\n`)
    await watched.says('api=')
    await watched.stop('SIGINT')
  })

  it('begins with what get prints', async () => {
    const withoutAge = (text: string) => text.split('\n', 4).map((line) => line.replace(/ +\S+$/, ''))
    const args = ['get', 'services', '-n', 'shop', '-o', 'wide']
    const { out } = await cli.run(...args)
    const watched = cli.start(...args, '-w')
    await watched.says('\nweb ')
    await watched.stop('SIGINT')
    deepEqual(withoutAge(watched.output()), withoutAge(out))
  })

  it('names the kind of each where there are several', async () => {
    const watched = cli.start('get', 'services,networks', '-n', 'shop', '-w')
    await watched.says('service/web ')
    await watched.says('network/default ')
    await watched.stop('SIGINT')
  })
})
