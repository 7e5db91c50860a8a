import { deepEqual } from 'node:assert/strict'
import { join } from 'node:path'
import { asOnDisk } from '../../../cli/watch/on-disk.ts'

describe('a change that was told', () => {
  it('is what lies on the disk now, whatever was told of it', async () => {
    const [there, away] = [import.meta.filename, join(import.meta.dirname, 'away')]
    const told = [
      { path: there, gone: true },
      { path: away, gone: false },
    ]
    deepEqual(await asOnDisk(told), [
      { path: there, gone: false },
      { path: away, gone: true },
    ])
  })
})
