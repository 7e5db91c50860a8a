import { deepEqual } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Subscription } from 'rxjs'
import { realClock } from '../../../clock/real.ts'
import { type WatchedFiles, watchFiles } from '../../../store/contents/watched-files.ts'
import { until, untilSame } from '../../support/until.ts'

describe('files that are watched from their reading on', () => {
  let dir = ''
  let files: WatchedFiles
  let watching: Subscription
  let told: string[] = []

  const path = (name: string) => join(dir, name)
  const toldOf = (...readers: readonly string[]) =>
    until(`it is told of ${readers.join(' and ')}`, () => readers.every((reader) => told.includes(reader)), {
      instead: () => told.join(),
    })

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'watched-'))
    mkdirSync(path('v1'))
    mkdirSync(path('v2'))
    writeFileSync(path('v1/token'), 'one')
    writeFileSync(path('v2/token'), 'two, by a swapped link')
    symlinkSync('v1', path('now'))
    symlinkSync(path('v1/token'), path('linked'))
    writeFileSync(path('plain'), 'one')
    told = []
    files = watchFiles({ clock: realClock, quietMs: 20 })
    watching = files.changes().subscribe((reader) => told.push(reader))
  })
  afterEach(() => {
    watching.unsubscribe()
    rmSync(dir, { recursive: true, force: true })
  })

  const changes: { it: string; file: string; change: () => void }[] = [
    { it: 'written', file: 'plain', change: () => writeFileSync(path('plain'), 'another') },
    { it: 'emptied', file: 'plain', change: () => writeFileSync(path('plain'), '') },
    { it: 'gone', file: 'plain', change: () => rmSync(path('plain')) },
    { it: 'there at last', file: 'late', change: () => writeFileSync(path('late'), 'one') },
    {
      it: 'replaced whole',
      file: 'plain',
      change: () => {
        writeFileSync(path('new'), 'another')
        renameSync(path('new'), path('plain'))
      },
    },
    { it: 'written where its link leads to', file: 'linked', change: () => writeFileSync(path('v1/token'), 'another') },
    {
      it: 'another one by a directory that is a swapped link',
      file: 'now/token',
      change: () => {
        symlinkSync('v2', path('next'))
        renameSync(path('next'), path('now'))
      },
    },
  ]

  for (const { it: sentence, file, change } of changes)
    it(`tell who reads one that is ${sentence}`, async () => {
      await files.note('reader', path(file))
      change()
      await toldOf('reader')
      deepEqual(told, ['reader'])
    })

  it('tell nobody of what stands beside them', async () => {
    await files.note('plain', path('plain'))
    await files.note('other', path('other'))
    writeFileSync(path('beside'), '')
    writeFileSync(path('other'), '')
    await toldOf('other')
    deepEqual(told, ['other'])
  })

  it('tell of each change again, when it was read in between', async () => {
    for (const text of ['second', 'the third']) {
      await files.note('reader', path('plain'))
      writeFileSync(path('plain'), text)
      await until('it is told', () => told.length > 0)
      told = []
    }
  })

  it('tell of one whose directories were gone, once they are back, and of what is written then', async () => {
    const back = () => {
      mkdirSync(path('deep/er'), { recursive: true })
      writeFileSync(path('deep/er/token'), 'back')
    }
    const gone = () => rmSync(path('deep'), { recursive: true, force: true })
    const written = () => writeFileSync(path('deep/er/token'), 'another')
    back()
    for (const change of [gone, back, written]) {
      await files.note('reader', path('deep/er/token'))
      await untilSame('its watch stands', 150, () => told.length)
      change()
      await toldOf('reader')
      told = []
    }
  })
})
