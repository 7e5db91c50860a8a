import { match } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const SETUP = fileURLToPath(new URL('../../hack/setup/setup', import.meta.url))

describe('hack/setup/setup npm in a checkout that it may not write', () => {
  it('says so, and not that the registry is at fault', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'setup-'))
    cpSync(SETUP, join(dir, 'hack/setup/setup'))
    writeFileSync(join(dir, 'package-lock.json'), '{"packages":{"node_modules/a":{"version":"1.0.0"}}}')
    chmodSync(dir, 0o555)
    const less = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const run = promisify(execFile)(join(dir, 'hack/setup/setup'), ['npm'], less)
    const ended = await run.catch(({ code, stderr }) => [code, stderr])
    chmodSync(dir, 0o755)
    rmSync(dir, { recursive: true })
    match(String(ended), /^2,setup: \S+ can't be written by \S+, and the npm dependencies belong there: .*\n$/)
  })
})
