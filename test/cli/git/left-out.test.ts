import { equal, match } from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'
import { type Pusher, startPusher } from '../../support/pusher.ts'

const SHOP = 'services:\n  web:\n    image: busybox:1.36\n'
const POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'

// No engine answers here: what is pushed is checked all the same, and refused or taken.
describe('a push of what .reconcileignore leaves out', function () {
  this.timeout(120_000)
  let cli: Cli
  let pusher: Pusher

  before(async () => {
    await buildCli()
    cli = startCli()
    pusher = await startPusher(cli)
  })
  after(() => cli.end())

  const withSubmodule = async (path: string) => {
    const commit = await pusher.git('rev-parse', 'HEAD')
    await pusher.git('update-index', '--add', '--cacheinfo', `160000,${commit},${path}`)
    await pusher.git('commit', '--quiet', '-m', `a submodule ${path}`)
  }

  it('may have submodules and pointers to manifests, and changes of them', async () => {
    const ignored = '/*\n!/deploy/\n'
    await pusher.commit({ '.reconcileignore': ignored, 'deploy/compose.yaml': SHOP, 'docs/site/big.yaml': POINTER })
    await withSubmodule('docs/theme')
    equal((await pusher.push()).exit, 0)
    await pusher.commit({ 'docs/README.md': 'other' })
    await withSubmodule('docs/theme')
    equal((await pusher.push()).exit, 0)
    await pusher.commit({ 'deploy/compose.yaml': `# again\n${SHOP}` }) // which takes the submodule out
    equal((await pusher.push()).exit, 0)
    equal(pusher.read('deploy/compose.yaml'), `# again\n${SHOP}`)
    equal(await pusher.there('status', '--short'), '')
  })

  it('is refused where a pattern takes it in again, and says how to leave it out', async () => {
    await pusher.commit({ 'deploy/.reconcileignore': 'vendor/*\n!vendor/shop\n' })
    await withSubmodule('deploy/vendor/shop')
    await withSubmodule('deploy/vendor/theme')
    const { exit, err } = await pusher.push()
    equal(exit, 1)
    match(err, /^deploy\/vendor\/shop: is a submodule: .*\n\s*next: .*\.reconcileignore leaves out$/m)
    equal(err.includes('vendor/theme'), false)
  })

  it('is refused where a link leads there', async () => {
    await pusher.git('reset', '--quiet', '--hard', 'HEAD^')
    await pusher.git('reset', '--quiet', '--hard', 'HEAD^')
    symlinkSync('../docs/shop', join(pusher.clone, 'deploy/shop'))
    await pusher.commit({ 'docs/shop/compose.yaml': SHOP })
    equal((await pusher.push()).exit, 0)
    await pusher.git('rm', '--quiet', '-r', 'docs/shop')
    await withSubmodule('docs/shop')
    const { exit, err } = await pusher.push()
    equal(exit, 1)
    match(err, /^docs\/shop: is a submodule/m)
  })
})
