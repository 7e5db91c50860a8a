import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('limited.ts', import.meta.url))

describe('a tree of more directories than may be watched', () => {
  it('is read from time to time, and says so once', function () {
    this.timeout(60_000)
    if (process.getuid?.() !== 0) this.skip()
    // The limit of a user namespace of its own, so that nobody else has it.
    const limit = 'echo 4 > /proc/sys/user/max_inotify_watches && exec "$@"'
    const command = ['sh', '-c', limit, 'sh', process.execPath, '--import', 'tsx', script]
    const said = execFileSync('unshare', ['--user', '--map-root-user', ...command], {
      encoding: 'utf8',
      stdio: 'pipe',
      timeout: 55_000,
    })
    assert.match(
      said,
      /root: not all of it can be watched, so that what changes there is seen within 0\.5 s: .*: raise it \(sysctl fs\.inotify\.max_user_watches\), and start serve again$/,
    )
  })
})
