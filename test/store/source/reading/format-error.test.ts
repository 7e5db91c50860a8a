import { equal } from 'node:assert/strict'
import { formatManifestError } from '../../../../store/source/reading/format-error.ts'

describe('what is wrong with a manifest', () => {
  it('is one line, without what a terminal would obey in the name of its file', () => {
    const place = { file: '/srv/a\u001b[31m\nb.yaml', line: 2, column: 3, origin: 'literal' as const }
    equal(formatManifestError({ place, path: 'spec', message: 'is wrong' }), '/srv/a[31mb.yaml:2:3: spec: is wrong')
  })
})
