import { deepEqual, match } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { watchDisk } from '../../../cli/watch/watch-disk.ts'
import { until } from '../../support/until.ts'

describe('a watch of sources on the disk', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'watch-'))
    mkdirSync(join(dir, 'src/skipped'), { recursive: true })
    for (const name of ['a', 'b', 'c', 'skipped/d']) writeFileSync(join(dir, 'src', name), name)
    symlinkSync('/etc', join(dir, 'src/etc'))
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  function watching(initialSync: boolean, most?: number) {
    const rule = { service: 'web', action: 'sync' as const, path: join(dir, 'src'), target: '/app' }
    const told: string[] = []
    const problems: string[] = []
    const watch = watchDisk(
      [{ ...rule, ignore: ['skipped'], include: [], initialSync }],
      {
        onChange: ({ path, gone }) => told.push(`${gone ? '-' : ''}${path.slice(dir.length + 5)}`),
        onReady: () => told.push('ready'),
        onProblem: (message) => problems.push(message),
      },
      most === undefined ? {} : { most },
    )
    return { told, problems, watch }
  }

  it('tells what is there first where that is synced, then what changes, and follows no link', async () => {
    const { told, problems, watch } = watching(true)
    await until('it to be ready', async () => told.includes('ready'))
    deepEqual([...told].sort(), ['a', 'b', 'c', 'etc', 'ready'])
    writeFileSync(join(dir, 'src/new'), 'n')
    writeFileSync(join(dir, 'src/skipped/e'), 'n')
    await until('the new file to be told of', async () => told.includes('new'))
    rmSync(join(dir, 'src/a'))
    await until('the end of one to be told of', async () => told.includes('-a'))
    mkdirSync(join(dir, 'src/made'))
    await until('a new directory to be told of', async () => told.includes('made'))
    await watch.close()
    deepEqual([told.filter((path) => path.startsWith('skipped')), problems], [[], []])
  })

  it('misses nothing that comes into new directories while those are being looked at', async () => {
    const { told, watch } = watching(false)
    await until('it to be ready', async () => told.includes('ready'))
    const made = Array.from({ length: 200 }, (_, index) => `made-${index}`)
    for (const name of made) mkdirSync(join(dir, 'src', name))
    await until('the first to be told of', async () => told.includes('made-0'))
    for (const name of made) {
      await setImmediate()
      writeFileSync(join(dir, 'src', name, 'file'), '1')
    }
    await until('all files to be told of', async () => made.every((name) => told.includes(`${name}/file`)), {
      instead: () => made.filter((name) => !told.includes(`${name}/file`)),
    })
    await watch.close()
  })

  const REPLACED = [
    ['a directory by a file', 'full', 'x', ['x', '-x/old']],
    ['an empty directory by a file', 'empty', 'x', ['x']],
    ['a file by a directory', 'a', 'a/new', ['a', 'a/new']],
    ['a directory by another', 'full', 'x/new', ['x', 'x/new', '-x/old']],
  ] as const
  for (const [what, before, after, expected] of REPLACED)
    it(`tells of ${what} at once, and of what changes there later`, async () => {
      const replaced = join(dir, 'src', after.slice(0, 1))
      if (before !== 'a') mkdirSync(replaced)
      if (before === 'full') writeFileSync(join(replaced, 'old'), '1')
      const { told, problems, watch } = watching(false)
      await until('it to be ready', async () => told.includes('ready'))
      rmSync(replaced, { recursive: true })
      if (after.includes('/')) mkdirSync(replaced)
      writeFileSync(join(dir, 'src', after), '2')
      await until(`${expected.join(', ')} in ${what}`, async () => expected.every((each) => told.includes(each)))
      writeFileSync(join(dir, 'src', `${after}-later`), '3')
      await until('a later change to be told of', async () => told.includes(`${after}-later`))
      await watch.close()
      deepEqual(problems, [])
    })

  it('gives up where there is more than it may watch, and says what to do', async () => {
    const { problems, watch } = watching(false, 3)
    await until('it to say so', async () => problems.length > 0)
    match(problems.join('\n'), /more than 3 files are below .*src: name in `ignore`/)
    await watch.close()
  })
  it('leaves no watch of the kernel behind where it gives up at one of the files that it finds', async () => {
    const before = kernelWatches()
    for (let time = 0; time < 40; time += 1) {
      const { problems, watch } = watching(false, 1 + (time % 4))
      await until('it to say so', async () => problems.length > 0)
      await watch.close()
    }
    deepEqual(kernelWatches(), before)
  })
})

function kernelWatches(): number {
  return process.getActiveResourcesInfo().filter((each) => each === 'FSEventWrap').length
}
