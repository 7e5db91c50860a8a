import { equal } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findManifests } from '../../../cli/arguments/find-manifests.ts'

describe('the manifests of a directory that a command names', () => {
  let directory = ''
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'reconcile-many-'))
  })
  after(() => rmSync(directory, { recursive: true }))

  it('may be more than 5,000, as for serve', async () => {
    const names = Array.from({ length: 5_001 }, (_, at) => join(directory, `${at}.yaml`))
    for (const name of names) writeFileSync(name, '')
    equal((await findManifests(directory, [])).length, names.length)
  })
})
