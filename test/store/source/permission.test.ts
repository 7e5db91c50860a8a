import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

describe('S1, S2: a file and a directory that this user may not read', () => {
  it('keep what they had, until they can be read again', function () {
    this.timeout(60_000)
    const script = fileURLToPath(new URL('unprivileged.ts', import.meta.url))
    const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    execFileSync(process.execPath, ['--import', 'tsx', script], { ...asNobody, stdio: 'pipe', timeout: 55_000 })
  })
})
