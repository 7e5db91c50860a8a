import { match, throws } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reasonsPage } from '../../hack/generate/reasons.ts'

describe('docs/reasons.md', () => {
  let file = ''
  beforeEach(() => (file = join(mkdtempSync(join(tmpdir(), 'reasons-')), 'reasons.ts')))
  afterEach(() => rmSync(join(file, '..'), { recursive: true }))

  const pageOf = (...members: readonly string[]) => {
    writeFileSync(file, ['/** Why. */', 'export const why = {', ...members, '} as const', ''].join('\n'))
    return reasonsPage([file])
  }

  it('has each reason with its meaning, and leaves out none that it can not read', () => {
    match(pageOf('  /** It is so. */', "  so: 'So',"), /\| `So` \| It is so\. \|/)
    throws(() => pageOf("  so: 'So',"), /has no comment on one line/)
    throws(
      () => pageOf('  /** It is so. */', '  so:', "    'So',"),
      /in why, this is no name with its text on one line/,
    )
  })
})
