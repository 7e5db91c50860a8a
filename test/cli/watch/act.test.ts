import { deepEqual } from 'node:assert/strict'
import { partDeleted } from '../../../cli/watch/act.ts'

describe('the services of a watch', () => {
  const rows = [
    ['are all kept while their services are there', ['web', 'api'], ['web', 'api'], ['web', 'api'], []],
    ['are none of what was deleted meanwhile', ['web', 'api'], ['api'], ['api'], ['web']],
    ['are none after `down`', ['web', 'api'], [], [], ['web', 'api']],
    ['are kept of what was never there: a rebuild makes it', [], [], ['web', 'api'], []],
  ] as const
  for (const [what, before, now, kept, deleted] of rows)
    it(what, () => deepEqual(partDeleted(['web', 'api'], new Set(before), new Set(now)), { kept, deleted }))
})
