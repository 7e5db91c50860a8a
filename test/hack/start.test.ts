import { match } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const START = fileURLToPath(new URL('../../hack/start', import.meta.url))

describe('npm start in a checkout without its example', () => {
  it('says so, and how it comes again, before anything is set up', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'start-'))
    cpSync(START, join(dir, 'hack/start'))
    const ended = await promisify(execFile)(join(dir, 'hack/start'), ['--once']).catch(({ code, stderr }) => [
      code,
      stderr,
    ])
    rmSync(dir, { recursive: true })
    match(String(ended), /^2,start: examples\/hello\/compose.yaml is not there.*: git checkout -- examples\/hello\n$/)
  })
})
