import { equal } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inShare } from '../support/share.ts'

const runs = inShare(100, 5_000)

/** The memory limit for reading a file (S12), including the process that reads it. */
const MEGABYTES = 200

describe('a project that is made to harm (S12)', () => {
  it('is read, or refused by file and line, within a second and 200 MB', async function () {
    this.timeout(600_000)
    const run = join(import.meta.dirname, 'hostile-run.ts')
    const args = [`--max-old-space-size=${MEGABYTES}`, '--import', 'tsx', run, String(runs)]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    equal(stdout.trim(), 'all are')
  })
})
