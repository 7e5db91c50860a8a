import { deepEqual } from 'node:assert/strict'
import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { watchPlaces } from '../../../../store/source/disk/disk-watch.ts'
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
