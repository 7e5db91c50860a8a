import { deepEqual } from 'node:assert/strict'
import { MOST_FILES, walkTree } from '../../../../store/source/disk/tree-walk.ts'

/** A tree of five directories that have as many manifests as a walk may find, and `more` in each; it tells which ones were listed. */
function tree(more = 0) {
  const listed: string[] = []
  const each = MOST_FILES / 5 + more
  const stat = { kind: 'file', size: 1, mtimeMs: 0, ctimeMs: 0, ino: 1 } as const
  return {
    listed,
    files: {
      async list(directory: string) {
        listed.push(directory)
        const [kind, count] = directory === '/srv' ? (['directory', 5] as const) : (['file', each] as const)
        return Array.from({ length: count }, (_, at) => ({ name: kind === 'file' ? `${at}.yaml` : `${at}`, kind }))
      },
      stat: async () => stat,
      realpath: async (path: string) => path,
      read: () => Promise.reject(new Error('is not asked for')),
    },
  }
}

describe('a walk of a tree', () => {
  it('ends soon after it has found more than it may, and says that it is not complete', async () => {
    const { files, listed } = tree(3_000)
    const { found, incomplete } = await walkTree(files, '/srv')
    deepEqual([found.size <= MOST_FILES + 4, incomplete], [true, 'more than 50000 files: watch a smaller directory'])
    deepEqual(listed, ['/srv', '/srv/0', '/srv/1', '/srv/2', '/srv/3'])
  })

  for (const [more, words] of [
    [0, undefined],
    [1, 'more than 50000 files: watch a smaller directory'],
  ] as const)
    it(`is ${words ? 'not complete with' : 'complete without'} more than it may find`, async () => {
      deepEqual((await walkTree(tree(more).files, '/srv')).incomplete, words)
    })
})
