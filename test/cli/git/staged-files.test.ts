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
})
