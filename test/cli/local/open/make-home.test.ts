import { equal, match, rejects } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exits, type InstallationError } from '../../../../api/v1/installation-error.ts'
import { realClock } from '../../../../clock/real.ts'
import { seededRandom } from '../../../../clock/random.ts'
import { openState } from '../../../../cli/local/open/open-state.ts'

describe('a RECONCILE_HOME that can not be made', () => {
  const dir = mkdtempSync(join(tmpdir(), 'home-'))
  after(() => rmSync(dir, { recursive: true, force: true }))
  writeFileSync(join(dir, 'file'), '')

  for (const [what, home] of [
    ['on a file system that takes none', '/proc/x'],
    ['below a file', join(dir, 'file/home')],
  ] as const)
    it(`${what} is a wrong setting, with what to do`, async () => {
      const common = { clock: realClock, random: seededRandom(1), command: 'a test' }
      const opening = openState({
        ...{ ...common, home, waitMs: 0 },
        onWait: () => undefined,
        signal: new AbortController().signal,
      })
      await rejects(opening, (error: InstallationError) => {
        equal(error.exit, exits.usage)
        match(error.message, new RegExp(`^making ${home}: `))
        match(error.remedy ?? '', /set RECONCILE_HOME to a directory/)
        return true
      })
    })
})
