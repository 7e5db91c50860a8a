import assert from 'node:assert/strict'
import { virtualClock } from '../../../../clock/virtual.ts'
import { createMemoryFiles } from '../../../../store/source/disk/memory-files.ts'
import { filesSuite } from '../files.suite.ts'

filesSuite('in memory', () => {
  const clock = virtualClock({ seed: 1, start: 1_000 })
  const files = createMemoryFiles(clock)
  const run = () => clock.runUntilQuiet({ until: clock.now() + 1_000, steps: 10_000 })
  files.makeDirectory('/srv')
  return {
    files,
    root: '/srv',
    write: files.write,
    makeLink: files.makeLink,
    makePipe: files.makePipe,
    remove: files.remove,
    async until(holds) {
      for (let tries = 0; tries < 10 && !holds(); tries += 1) await run()
      assert.ok(holds())
    },
    async answer(call) {
      call.catch(() => {})
      await run()
      return await call
    },
    close: () => {},
  }
})
