import { deepEqual, equal, ok } from 'node:assert/strict'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { mergePush } from '../../../cli/git/merge-push.ts'
import { hookRepository } from '../../../cli/git/repository.ts'
import { type Stage, stagePush } from '../../../cli/git/stage.ts'
import { readStaged } from '../../../cli/git/staged-files.ts'
import { gitText } from '../../../store/git/run-git.ts'

const SERVICE = 'services: {web: {image: busybox}}\n'

describe('the stage of a push', () => {
  let dir: string
  let live: string
  const env = { PATH: process.env['PATH'] ?? '', HOME: '/nowhere', GIT_CONFIG_NOSYSTEM: '1' }
  const ada = { GIT_AUTHOR_NAME: 'ada', GIT_AUTHOR_EMAIL: 'a@a', GIT_COMMITTER_NAME: 'ada', GIT_COMMITTER_EMAIL: 'a@a' }
  const git = (...args: readonly string[]) => gitText({ args, cwd: live, env: { ...env, ...ada } })
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(live, name)), { recursive: true })
    writeFileSync(join(live, name), text)
  }
  const remove = (name: string) => rmSync(join(live, name), { recursive: true })
  const commit = async () => {
    await git('add', '--all')
    await git('commit', '--quiet', '-m', 'a change')
    return await git('rev-parse', 'HEAD')
  }

  beforeEach(async () => {
    dir = realpathSync(mkdtempSync(join(tmpdir(), 'stage-')))
    live = join(dir, 'live')
    write('.gitignore', 'local\n')
    for (const name of ['common/a.env', 'common/b.env']) write(name, 'X=1\n')
    for (const name of ['gone/compose.yaml', 'shop/web/compose.yaml', 'stay/compose.yaml']) write(name, SERVICE)
    await git('init', '--quiet')
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  /** Calls with the stage of a push of what `change` makes of the last commit; `then` makes the work tree that which comes of it. */
  const staged = async (
    change: () => void,
    look: (stage: Stage, then: () => Promise<unknown>) => Promise<void>,
    edit = () => {},
  ) => {
    const from = await commit()
    change()
    const next = await commit()
    await git('reset', '--quiet', '--hard', from)
    edit()
    const repository = await hookRepository({ env, cwd: live })
    const merge = await mergePush(repository, next)
    const stage = await stagePush(repository, { now: () => Date.now() }, { ...merge, next })
    try {
      await look(stage, () => git('read-tree', '-u', '-m', from, next))
    } finally {
      await stage.remove()
    }
  }

  it('has only what the push changes: a directory that it leaves is one link', async () => {
    await staged(
      () => write('common/a.env', 'X=2\n'),
      async ({ at }) => {
        ok(lstatSync(join(at, 'shop')).isSymbolicLink())
        ok(lstatSync(join(at, 'common')).isDirectory())
        equal(readFileSync(join(at, 'common/a.env'), 'utf8'), 'X=2\n')
        equal(lstatSync(join(at, 'common/b.env')).ino, lstatSync(join(live, 'common/b.env')).ino)
      },
    )
  })

  it('has in it the links to what the push changes, whether git knows them or not, or they are in the place of a file', async () => {
    for (const name of ['known', 'replaced']) mkdirSync(join(live, name))
    const link = (name: string) => symlinkSync('../common/a.env', join(live, name))
    link('known/.env')
    write('replaced/.env', 'X=0\n')
    write('other/kept', '')
    await staged(
      () => write('common/a.env', 'X=2\n'),
      async ({ at }) => {
        for (const name of ['known/.env', 'other/.env', 'replaced/.env'])
          equal(readFileSync(join(at, name), 'utf8'), 'X=2\n', name)
      },
      () => {
        link('other/.env')
        remove('replaced/.env')
        link('replaced/.env')
      },
    )
    equal(readFileSync(join(live, 'common/a.env'), 'utf8'), 'X=1\n')
  })

  it('reads as the work tree does afterwards: with edits, what git does not know, and links in the same order', async () => {
    write('zone/compose.yaml', SERVICE)
    symlinkSync('zone', join(live, 'again'))
    await staged(
      () => {
        remove('gone')
        write('new/compose.yaml', SERVICE)
        write('shop/compose.yaml', SERVICE)
      },
      async (stage, then) => {
        const [before, problems] = [await readStaged(stage), await readStaged({ directory: live, at: live })]
        await then()
        deepEqual(before, await readStaged({ directory: live, at: live }))
        deepEqual(problems.errors, [])
        deepEqual(
          before.sources.map(({ file }) => file.slice(live.length + 1)),
          [
            'again',
            'local/compose.yaml',
            'new/compose.yaml',
            'shop/compose.yaml',
            'shop/local/compose.yaml',
            'shop/web/compose.yaml',
            'zone/compose.yaml',
          ],
        )
      },
      () => {
        remove('stay/compose.yaml')
        write('local/compose.yaml', SERVICE)
        write('shop/local/compose.yaml', SERVICE)
        write('shop/web/compose.yaml', `# by hand\n${SERVICE}`)
      },
    )
  })
})
