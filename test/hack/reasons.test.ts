import { deepEqual, match, throws } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { conditionTypes } from '../../api/v1/reasons.ts'
import { readModel } from '../../hack/generate/model.ts'
import { reasonsPage } from '../../hack/generate/reasons.ts'

describe('the fields of the kinds', () => {
  it('name only conditions that there are', () => {
    const types: readonly string[] = Object.values(conditionTypes)
    const { kinds, types: fragments } = readModel(fileURLToPath(new URL('../../crds/source', import.meta.url)))
    const said = [
      fragments['Condition']?.properties?.['type'],
      ...kinds.map(({ status }) => status.properties?.['conditions']),
    ]
    const words = said.flatMap(
      (field) => (field?.description ?? '').match(/(?<!^)(?<=[\s:])[A-Z]\w+|^\w+(?=[, ])/g) ?? [],
    )
    deepEqual(
      words.filter((word) => !['What', 'CamelCase', ...types].includes(word)),
      [],
    )
  })
})

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
