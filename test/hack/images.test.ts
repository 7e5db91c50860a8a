import { doesNotMatch, match } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const IMAGES = fileURLToPath(new URL('../../hack/images/images', import.meta.url))

describe('a stand-in for an image', function () {
  this.timeout(60_000)

  it('is the same whatever umask it is made with: any user of a container may read it', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'images-'))
    const shell = `umask 077 && tar -xOf "$(${IMAGES} path busybox)" layer.tar | tar -tvf -`
    const env = { ...process.env, XDG_CACHE_HOME: cache }
    const { stdout } = await promisify(execFile)('bash', ['-euc', shell], { env })
    rmSync(cache, { recursive: true })
    match(stdout, /^drwxr-xr-x .* \.\/bin\/$/m)
    match(stdout, /^-rwxr-xr-x .* \.\/bin\/busybox$/m)
    doesNotMatch(stdout, /^.{4}---/m)
  })
})
