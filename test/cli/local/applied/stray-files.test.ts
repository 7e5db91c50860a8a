import { deepEqual, match } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sayStrayFiles } from '../../../../cli/local/applied/stray-files.ts'
import { appliedStacks } from '../../../../cli/local/desired.ts'

describe('a file beside the saved applies', () => {
  it('is no stack, and is said to be read by nobody', () => {
    const dir = mkdtempSync(join(tmpdir(), 'stray-'))
    try {
      mkdirSync(join(dir, 'shop'))
      for (const name of ['web.yaml', '.swp']) writeFileSync(join(dir, name), '')
      const lines: string[] = []
      sayStrayFiles(dir, (line) => lines.push(line))
      deepEqual([lines.length, appliedStacks(dir)], [1, ['shop']])
      match(
        lines[0] ?? '',
        /^warning: \S+\/web\.yaml is not read: .* next: `reconcile apply -f \S+\/web\.yaml`, or move/,
      )
    } finally {
      rmSync(dir, { recursive: true })
    }
  })
})
