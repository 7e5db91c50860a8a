import { equal, throws } from 'node:assert/strict'
import { jsonBody } from '../../../api/client/json-body.ts'
import { isInstallationError } from '../../../api/v1/installation/installation-error.ts'

describe('a request that a serve would not read (S12)', () => {
  const sources = [
    { file: '/srv/small.yaml', text: 'a: 1' },
    { file: '/srv/big.yaml', text: 'x'.repeat(2_000_000) },
  ]
  const sideFiles = { '/srv/web.env': 'y'.repeat(1_000_001), '/srv/none.env': null }

  for (const [what, body] of [
    ['manifests', { sources, sideFiles, cwd: '/' }],
    ['manifests to delete', { manifests: { sources, sideFiles, cwd: '/' } }],
  ] as const)
    it(`is not sent, and its largest file named, of ${what}`, () =>
      throws(
        () => jsonBody(body),
        (error: unknown) =>
          isInstallationError(error) &&
          error.exit === 2 &&
          /comes to 3\.1 MB, .* takes 3 MB at once; the largest file is \/srv\/big\.yaml, of 2 MB$/.test(
            error.message,
          ) &&
          /a stack at a time/.test(error.remedy ?? ''),
      ))

  it('is no smaller one', () => equal(jsonBody({ sources: [], cwd: '/' }), '{"sources":[],"cwd":"/"}'))
})
