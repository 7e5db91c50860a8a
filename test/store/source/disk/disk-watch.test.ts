import { deepEqual } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { watchDirectories } from '../../../../store/source/disk/directory-watch.ts'
import { watchPlaces } from '../../../../store/source/disk/disk-watch.ts'
import { until } from '../../../support/until.ts'
import { watchedTree } from '../../../support/watched-tree.ts'

describe('the watch of a tree', () => {
  let tree: ReturnType<typeof watchedTree>
  const path = (name: string) => join(tree.home, name)
  beforeEach(async () => {
    tree = watchedTree()
    for (const name of ['root/shop/deep', 'next/deep']) mkdirSync(path(name), { recursive: true })
    symlinkSync('shop', path('root/link'))
    await tree.settled()
  })
  afterEach(() => tree.close())

  for (const [what, place, away] of [
    ['another one that was renamed', 'root/shop', () => renameSync(path('root/shop'), path('old'))],
    ['another one that was deleted', 'root/shop', () => rmSync(path('root/shop'), { recursive: true })],
    ['one deep in it', 'root/shop/deep', () => rmSync(path('root/shop/deep'), { recursive: true })],
    ['a link', 'root/link', () => rmSync(path('root/link'))],
  ] as const)
    it(`tells of what is written in a directory that took the place of ${what}`, async () => {
      away()
      renameSync(path('next'), path(place))
      await tree.settled()
      deepEqual(await tree.blind(), [])
    })

  it('tells of it, too, where another watch is of the directory whose place it took', async () => {
    const other = watchPlaces(() => undefined)
    other.also([path('root/shop/file')])
    await tree.settled()
    renameSync(path('root/shop'), path('old'))
    renameSync(path('next'), path('root/shop'))
    await tree.settled()
    deepEqual(await tree.blind(), [])
    await other.close()
  })
})

describe('a directory that the watch of a tree has missed', () => {
  it('is watched once a look has found it there', async () => {
    const home = mkdtempSync(join(tmpdir(), 'missed-'))
    const [missed, deep] = [join(home, 'missed'), join(home, 'missed/deep')]
    let hints = 0
    let isMissed = true
    const watch = watchDirectories([home], () => hints++, { skip: (path) => isMissed && path.startsWith(missed) })
    await until('the watch', () => hints > 0)
    mkdirSync(deep, { recursive: true })
    await settled(() => hints)
    isMissed = false
    watch.watchToo([home, missed, deep])
    for (const directory of [missed, deep]) {
      const before = await settled(() => hints)
      writeFileSync(join(directory, 'file'), '')
      await until(`a hint of ${directory}`, () => hints > before)
    }
    await watch.close()
    rmSync(home, { recursive: true })
  })
})

/** A number once it has not changed for a while. */
async function settled(count: () => number): Promise<number> {
  let [last, since] = [count(), Date.now()]
  await until('no more hints', () => {
    if (count() !== last) [last, since] = [count(), Date.now()]
    return Date.now() - since > 200
  })
  return last
}
