import { equal, match } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limitChecks } from '../../../cli/doctor/limits.ts'

describe("the doctor's look at limits", () => {
  let dir = ''

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'doctor-'))
    for (const path of [
      'proc/self',
      'proc/sys/fs/inotify',
      'tree/a/b',
      'tree/c',
      'tree/.git/objects',
      'tree/node_modules/x',
    ])
      mkdirSync(join(dir, path), { recursive: true })
    limits('1024', 8)
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  const limits = (files: string, watches: number) => {
    writeFileSync(
      join(dir, 'proc/self/limits'),
      `Limit  Soft Limit  Hard Limit\nMax open files            ${files}    4096    files\n`,
    )
    writeFileSync(join(dir, 'proc/sys/fs/inotify/max_user_watches'), `${watches}\n`)
  }
  const look = async (name: string) => {
    const found = await limitChecks({ proc: join(dir, 'proc'), roots: [join(dir, 'tree')], tried: dir })
      .find((check) => check.name === name)
      ?.look()
    return (found ?? []).map(({ level, message, remedy = '' }) => `${level}: ${message} [${remedy}]`).join('\n')
  }

  for (const { watches, level } of [
    { watches: 8, level: 'ok' },
    { watches: 7, level: 'warning' },
    { watches: 3, level: 'failure' },
  ])
    it(`counts the directories that serve watches: 4 of ${watches} is ${level}`, async () => {
      limits('1024', watches)
      match(await look('watches'), new RegExp(`^${level}: 4 directories are watched; a user may watch ${watches} \\[`))
      if (level !== 'ok') match(await look('watches'), /sysctl fs\.inotify\.max_user_watches=524288/)
    })

  for (const { files, level } of [
    { files: '1024', level: 'ok' },
    { files: 'unlimited', level: 'ok' },
    { files: '1000', level: 'warning' },
    { files: '100', level: 'failure' },
  ])
    it(`takes ${files} open files for ${level}`, async () => {
      limits(files, 8)
      match(await look('open files'), new RegExp(`^${level}: this process may open ${files} files`))
    })

  it('says nothing of what the kernel does not tell', async () => {
    rmSync(join(dir, 'proc'), { recursive: true })
    equal(await look('open files'), '')
    match(await look('watches'), /^ok: 4 directories are watched/)
  })
})
