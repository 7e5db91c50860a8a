import { deepEqual } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readStaged } from '../../../cli/git/staged-files.ts'

describe('the manifests of a staged push', () => {
  let dir: string
  beforeEach(() => {
    dir = realpathSync(mkdtempSync(join(tmpdir(), 'staged-')))
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  it('come with the links that serve would not follow, so that they are told, and nothing below counts as gone', async () => {
    const at = join(dir, 'stage')
    for (const name of ['stage/shop', 'elsewhere']) mkdirSync(join(dir, name), { recursive: true })
    writeFileSync(join(at, 'shop/compose.yaml'), 'services: {web: {image: busybox}}\n')
    symlinkSync('shop', join(at, 'again'))
    symlinkSync('nothing', join(at, 'nowhere'))
    symlinkSync(join(dir, 'elsewhere'), join(at, 'out'))
    const { sources, errors } = await readStaged({ directory: '/srv/stacks', at })
    deepEqual(errors, [])
    deepEqual(
      sources.map((source) => ('text' in source ? source.file : `${source.file} ${source.unreadable.leads}`)).sort(),
      [
        '/srv/stacks/again again',
        '/srv/stacks/nowhere nowhere',
        '/srv/stacks/out out',
        '/srv/stacks/shop/compose.yaml',
      ],
    )
  })
  it('are without what a .reconcileignore leaves out, also in a directory that the push leaves as it is', async () => {
    const [tree, at] = [join(dir, 'tree'), join(dir, 'stage')]
    for (const name of ['tree/k8s', 'tree/old', 'stage/shop']) mkdirSync(join(dir, name), { recursive: true })
    for (const file of ['tree/k8s/web.yaml', 'tree/old/compose.yaml', 'stage/shop/compose.yaml', 'stage/dev.yaml'])
      writeFileSync(join(dir, file), 'services: {web: {image: busybox}}\n')
    for (const name of ['k8s', 'old']) symlinkSync(join(tree, name), join(at, name))
    writeFileSync(join(at, '.reconcileignore'), 'k8s/\n/dev.yaml\n')
    const { sources, errors } = await readStaged({ directory: tree, at })
    deepEqual(errors, [])
    deepEqual(sources.map(({ file }) => file.slice(tree.length)).sort(), ['/old/compose.yaml', '/shop/compose.yaml'])
  })
})
