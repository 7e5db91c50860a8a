// Mocha's readable results as they come; and for hack/test the counts, as JSON in the file that RECONCILE_TEST_COUNTS names, and
// beside it the titles of what failed.
import { writeFileSync } from 'node:fs'
import Mocha from 'mocha'

export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    const file = process.env.RECONCILE_TEST_COUNTS
    const failed = []
    runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test, { message }) => failed.push(oneLine(test, message)))
    // Only at the end: a run that dies on its way leaves no counts, and that is how it is known.
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats
      if (file) writeFileSync(`${file}.failed`, failed.join(''))
      if (file) writeFileSync(file, `${JSON.stringify({ passed: passes, failed: failures, pending })}\n`)
      // Fires only where something the tests left open keeps the process.
      setTimeout(endAnyway, 10_000).unref()
    })
  }
}

function oneLine(test, message) {
  return `${test.fullTitle()}: ${String(message).split('\n', 1)[0]}\n`
}

function endAnyway() {
  console.error(`still open 10 s after the last test: ${[...new Set(process.getActiveResourcesInfo())].join(', ')}`)
  process.exit(97)
}
