import { equal, match } from 'node:assert/strict'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

const SHOP = 'name: shop\nservices:\n  web: { image: nginx, labels: { app: web } }\n'

// What would be taken for something else, or for nothing: each is said, and nothing is done.
describe('command lines that are refused', function () {
  this.timeout(60_000)
  let cli: Cli

  before(async () => {
    await buildCli()
    cli = inProcess(startCli())
    await cli.run('apply', '-f', cli.write('compose.yaml', SHOP), '--wait=false')
  })
  after(() => cli.end())

  for (const [args, says] of [
    [['get', 'service/web', '-l', 'app=db'], /^error: -l goes with a kind and no names/],
    [['get', 'service/web', '-l', 'app=db', '-w'], /^error: -l goes with a kind and no names/],
    [['plan', '-f', ''], /^error: -f, --file was given an empty value\nnext: write one, or leave the option out/],
    [['apply', '-d'], /apply has no -d, unlike docker compose\nnext: leave it out: .*--no-wait/],
    [['serve', '--watch', ''], /--watch was given an empty value/],
    [['get', 'services', '-n', ''], /-n, --stack was given an empty value/],
    [['--server', '', 'get', 'services'], /--server was given an empty value/],
    [['secret', 'create', 'db', '-n', 'shop', '--from-file='], /--from-file was given an empty value/],
    [['serve', '--once', '--listen', '127.0.0.1:0'], /--listen needs a serve that stays: --once ends it/],
    [['serve', '--once', '--notify', 'http://127.0.0.1:1'], /--notify needs a serve that stays: --once ends it/],
    [['serve', '--once', '--develop'], /--develop needs a serve that stays: --once ends it/],
    [['serve', '--unwatch', 'a', '--unwatch', 'b'], /--unwatch names a and b/],
    [['serve', '--delete'], /--delete is for what a directory declares that is watched no more/],
    [['secret', 'create', 'db', '-n', 'a', '-n', 'b', '--generate'], /--stack names a and b/],
    [['delete', 'service/web', '--prune'], /--prune is of files or a whole stack, not of single objects/],
    [['delete', 'service/web', '--remove-orphans'], /--remove-orphans is of what files do not declare/],
    [['apply', '--only', 'web', '--prune'], /is pruned of whole stacks, not of single services\nnext: leave the names/],
    [['plan', 'web', '--prune'], /is pruned of whole stacks, not of single services/],
    [['up', 'web', '--remove-orphans'], /is pruned of whole stacks, not of single services/],
    [['validate', 'compose.yaml'], /too many arguments.* got 1; files are named with -f: reconcile validate -f FILE\n/],
    [['version', 'compose.yaml'], /too many arguments.* got 1\.\n/],
  ] as const)
    it(args.join(' '), async () => {
      const { exit, err } = await cli.run(...args)
      match(err, says)
      equal(exit, 2)
    })

  it('all where the working directory is gone', async () => {
    const line = 'mkdir gone && cd gone && rmdir ../gone && exec "$0" "$@" 2>&1'
    const running = cli.startUnder(['sh', '-c', line], 'version')
    await running.says('error: the working directory: ENOENT')
    await running.says('next: go to one that is there')
  })

  it('but for options that mean something with nothing in them', async () => {
    for (const option of ['-l', '--field-selector'])
      match((await cli.run('get', 'services', option, '', '-o', 'name')).out, /^service\/web\n$/)
  })
})
