import { deepEqual } from 'node:assert/strict'
import { pathsTo } from '../../../api/v1/language/path-within.ts'

describe('the directories that a path is in', () => {
  for (const [path, paths] of [
    ['/srv/shop/web.yaml', ['/srv/shop/web.yaml', '/srv/shop', '/srv', '/']],
    ['/a', ['/a', '/']],
    ['/', ['/']],
  ] as const)
    it(`are ${paths.slice(1).join(', ') || 'none'} for ${path}`, () => deepEqual(pathsTo(path), paths))
})
