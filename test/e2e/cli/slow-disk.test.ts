import { match } from 'node:assert/strict'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'

/** Every write to the disk takes 1.5 s. */
const SLOWLY = [
  'strace',
  '-D',
  '-f',
  '-qqq',
  '-o',
  '/dev/null',
  '-e',
  'trace=fdatasync',
  '-e',
  'inject=fdatasync:delay_enter=1500000',
]

describe('serve on a slow disk', function () {
  this.timeout(180_000)
  let cli: Cli
  before(buildCli)
  beforeEach(() => {
    cli = startCli()
  })
  afterEach(() => cli.end())

  it('can be asked for what it says that files declare', async () => {
    cli.write('tree/shop.yaml', 'name: shop\nservices:\n  web:\n    image: nginx\n')
    await cli.startUnder(SLOWLY, 'serve', '--watch', 'tree').says('Service/shop/web created')
    match((await cli.run('get', 'service/web', '--output', 'name')).out, /^service\/web$/m)
  })
})
