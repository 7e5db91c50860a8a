import { match, throws } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { checkKeywords } from '../../hack/generate/schema.ts'

describe('npm run generate', () => {
  it('has nothing to write: what is generated is up to date', () => {
    execFileSync(process.execPath, ['--import', 'tsx', 'hack/generate/main.ts', '--check'], { stdio: 'pipe' })
  }).timeout(30_000)

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
