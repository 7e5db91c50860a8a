import { deepEqual } from 'node:assert/strict'
import { walkTree } from '../../../../store/source/disk/tree-walk.ts'

/** A tree of ten directories with three manifests each, that tells which directories were listed. */
function tree() {
  const listed: string[] = []
  const stat = { kind: 'file', size: 1, mtimeMs: 0, ctimeMs: 0, ino: 1 } as const
  return {
    listed,
    files: {
      async list(directory: string) {
        listed.push(directory)
        const [kind, count] = directory === '/srv' ? (['directory', 10] as const) : (['file', 3] as const)
        return Array.from({ length: count }, (_, at) => ({ name: kind === 'file' ? `${at}.yaml` : `${at}`, kind }))
      },
      stat: async () => stat,
      realpath: async (path: string) => path,
    },
  }
}

describe('a walk of a tree', () => {
  it('ends soon after it has found more than it may, and says that it is not complete', async () => {
    const { files, listed } = tree()
    const { found, incomplete } = await walkTree(files, '/srv', { most: 5 })
    deepEqual([found.size, incomplete], [6, 'more than 5 files: watch a smaller directory'])
    deepEqual(listed, ['/srv', '/srv/0', '/srv/1'])
  })

  it('is complete with as many as it may find', async () => {
    const { found, incomplete } = await walkTree(tree().files, '/srv', { most: 30 })
    deepEqual([found.size, incomplete], [30, undefined])
  })
})
