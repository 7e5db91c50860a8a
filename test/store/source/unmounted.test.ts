import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('unmounting.ts', import.meta.url))

describe('S2: what is gone with the file system that it was on', () => {
  before(function () {
    if (process.getuid?.() !== 0) this.skip()
  })

  for (const [kind, where] of [
    ['tmpfs', 'directory'],
    ['bind', 'covered'],
    ['bind', 'root'],
  ] as const)
    it(`is kept, across restarts, until that is mounted again: ${kind}, ${where}`, function () {
      this.timeout(60_000)
      const command = [process.execPath, '--import', 'tsx', script, kind, where]
      const isolated = ['--mount', '--propagation', 'private', ...command]
      const said = execFileSync('unshare', isolated, { encoding: 'utf8', stdio: 'pipe', timeout: 55_000 })
      assert.match(
        said,
        /extra\.yaml was on .*, mounted on .*: mount the former again to keep them; .* reconcile approve/,
      )
    })
})
