import { match } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { whole } from './proofs/ground.ts'

const START_TWICE = fileURLToPath(new URL('../../hack/lab/start-twice', import.meta.url))

// It installs an engine from a mirror, and runs only with everything else.
if (whole)
  describe('npm start -- --once in a fresh Debian 12', function () {
    this.timeout(900_000)

    it('writes nothing to the engine the second time (S8)', async () => {
      const { stdout } = await promisify(execFile)(START_TWICE, { maxBuffer: 1 << 26 })
      match(stdout, /\n0 writing calls of [1-9]\d*; exit 0\n/)
    })
  })
