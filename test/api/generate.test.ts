import { match, throws } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reasonsPage } from '../../hack/generate/reasons.ts'
import { checkKeywords } from '../../hack/generate/schema.ts'

const GROUP = `/** Why. */
export const reasons = {
  /** There. */
  present: 'Present',
} as const
`

describe('npm run generate', () => {
  it('has nothing to write: what is generated is up to date', () => {
    execFileSync(process.execPath, ['--import', 'tsx', 'hack/generate/main.ts', '--check'], { stdio: 'pipe' })
  }).timeout(30_000)

  for (const { it: sentence, text, wants } of [
    { it: 'refuses a reason without its meaning', text: GROUP.replace('/** There. */', ''), wants: /Present has no/ },
    { it: 'refuses a group without its meaning', text: GROUP.replace('/** Why. */\n', ''), wants: /reasons has no/ },
  ])
    it(sentence, () => {
      const directory = mkdtempSync(join(tmpdir(), 'reconcile-generate-'))
      const file = join(directory, 'reasons.ts')
      writeFileSync(file, text)
      throws(() => reasonsPage([file]), wants)
      writeFileSync(file, GROUP)
      match(reasonsPage([file]), /## Reasons\n\nWhy\.\n[^#]*\| `Present` \| There\. \|/)
      rmSync(directory, { recursive: true })
    })

  it('refuses a keyword that it does not know', () => {
    throws(
      () => checkKeywords('task.yaml', { type: 'object', also: 1 } as never),
      (error: Error) => {
        match(error.message, /task.yaml: unknown keyword "also"/)
        return true
      },
    )
  })
})
