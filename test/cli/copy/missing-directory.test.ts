import { deepEqual } from 'node:assert/strict'
import { missingDirectory } from '../../../cli/copy/missing-directory.ts'

describe('a copy into a directory of a task that is not there', () => {
  for (const [path, word] of [
    ['/srv/new', '/srv/new'],
    ["/my site/it's", `'/my site/it'\\''s'`],
  ] as const)
    it(`is refused with the command that makes it: ${path}`, () => {
      const { message, remedy } = missingDirectory(path, { kind: 'Task', name: 'web-1', namespace: 'shop' })
      deepEqual(
        [message, remedy],
        [
          `there is no directory ${path} in web-1`,
          `make it with \`reconcile exec -n shop task/web-1 -- mkdir -p ${word}\`, or name one that is there`,
        ],
      )
    })
})
