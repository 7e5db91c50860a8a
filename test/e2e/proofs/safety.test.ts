import { match } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newest } from '../../support/lab.ts'
import { startWatchedTree, type WatchedTree } from './safety-tree.ts'
import { inShare } from '../../support/share.ts'

for (const release of newest)
  describe(`a watched tree whose files break or vanish (${release})`, function () {
    this.timeout(inShare(180_000, 300_000))
    let tree: WatchedTree
    let path = ''
    let text = ''
    let root = ''

    before(async () => {
      tree = await startWatchedTree({ release })
      root = join(tree.cli.dir, 'tree')
      path = join(root, 'shop.yaml')
      text = readFileSync(path, 'utf8')
    })
    after(() => tree?.ground.end())
    afterEach('the ten objects of others are as they were (S4)', () => tree.foreignAreUntouched())

    const harms: readonly { readonly it: string; readonly says: RegExp; readonly harm: () => void }[] = [
      { it: 'broken', says: /shop\.yaml:\d+:\d+: /, harm: () => writeFileSync(path, text.replace('{', '{{[')) },
      {
        it: 'wrong',
        says: /shop\.yaml:\d+:\d+: .*imagine/,
        harm: () => writeFileSync(path, text.replace('"image"', '"imagine"')),
      },
      { it: 'half-written', says: /shop\.yaml:\d+:\d+: /, harm: () => writeFileSync(path, text.slice(0, 150)) },
      { it: 'empty', says: /shop\.yaml:1:1: .*no manifest is left/, harm: () => writeFileSync(path, '') },
      { it: 'no text', says: /shop\.yaml:1:1: .*UTF-8/, harm: () => writeFileSync(path, Buffer.alloc(9, 0xff)) },
      { it: 'unreadable', says: /shop\.yaml:1:1: .*permission/i, harm: () => chmodSync(path, 0) },
    ]
    for (const { it: sentence, says, harm } of harms)
      it(`keeps what a file had that is ${sentence}, and says where; across a restart of serve too (S1)`, async () => {
        await tree.nothingHappens(() => tree.says(says, harm))
        for (const name of ['service/web', 'stack/shop']) {
          const { out } = await tree.cli.run('describe', name)
          match(out, new RegExp(`SourceFailed +True .*${says.source}`), out)
        }
        await tree.nothingHappens(() => tree.says(says, () => tree.restart()))
        await tree.nothingHappens(() => {
          chmodSync(path, 0o600)
          writeFileSync(path, text)
        })
      })

    it('deletes nothing while its root is gone, nor when it is back (S2)', async () => {
      await tree.nothingHappens(() => tree.says(/nothing is deleted/, () => renameSync(root, `${root}.away`)))
      await tree.nothingHappens(() => tree.says(/nothing is deleted/, () => tree.restart()))
      await tree.nothingHappens(() => renameSync(`${root}.away`, root))
      await seesChange('back')
    })

    it('deletes nothing when its root is emptied, nor when all is back (S2)', async () => {
      const away = `${root}.copy`
      execFileSync('cp', ['-a', root, away])
      await tree.nothingHappens(() =>
        tree.says(/no manifest is left.*reconcile approve/, () => execFileSync('sh', ['-c', `rm -rf ${root}/*`])),
      )
      await tree.nothingHappens(() => execFileSync('cp', ['-a', `${away}/.`, root]))
      rmSync(away, { recursive: true })
      await seesChange('refilled')
    })

    it('deletes nothing in the middle of a checkout (S2)', async () => {
      mkdirSync(join(root, '.git'), { recursive: true })
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-C', root, ...args])
      git('init', '-q')
      git('add', '-A')
      git('commit', '-qm', 'all')
      await tree.nothingHappens(() => {
        writeFileSync(join(root, '.git/index.lock'), '')
        rmSync(path)
      })
      await tree.nothingHappens(() => {
        git('-c', 'core.fsmonitor=false', 'show', 'HEAD:shop.yaml')
        writeFileSync(path, text)
        rmSync(join(root, '.git/index.lock'))
      })
      await seesChange('checked-out')
    })

    /** Asserts that the root is still watched: a new file in it takes effect. */
    async function seesChange(name: string): Promise<void> {
      const manifest = { apiVersion: 'reconcile.dev/v1', kind: 'Config', metadata: { name, namespace: 'shop' } }
      await tree.says(new RegExp(`Config/shop/${name} created`), () =>
        tree.cli.write(`tree/${name}.yaml`, JSON.stringify({ ...manifest, spec: { content: name } })),
      )
    }
  })
