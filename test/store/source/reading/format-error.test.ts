import { equal } from 'node:assert/strict'
import { formatManifestError } from '../../../../store/source/reading/format-error.ts'

describe('what is wrong with a manifest', () => {
  it('is one line, without what a terminal would obey in the name of its file', () => {
    const place = { file: '/srv/a\u001b[31m\nb.yaml', line: 2, column: 3, origin: 'literal' as const }
    equal(formatManifestError({ place, path: 'spec', message: 'is wrong' }), '/srv/a[31mb.yaml:2:3: spec: is wrong')
  })

  for (const { unset, message, says } of [
    {
      unset: ['A'],
      message: 'is wrong',
      says: 'is wrong; the variable A is not set: set it in .env or in the environment',
    },
    {
      unset: ['A', 'B'],
      message: 'is wrong',
      says: 'is wrong; the variables A, B are not set: set them in .env or in the environment',
    },
    {
      unset: ['A', 'B'],
      message: 'the variable A is not set and stands for nothing: set it',
      says: 'the variable A is not set and stands for nothing: set it',
    },
    { unset: ['A'], message: 'the variable A is not set: set it', says: 'the variable A is not set: set it' },
  ])
    it(`names once what it lacks of ${unset.join(', ')}: ${message}`, () => {
      const place = { file: '/a.yaml', line: 2, column: 3, origin: 'interpolated' as const, unset }
      equal(formatManifestError({ place, path: '', message }), `/a.yaml:2:3: ${says}`)
    })
})
