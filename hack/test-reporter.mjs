// Mocha's readable results as they come; and for hack/test the counts, as JSON in the file that RECONCILE_TEST_COUNTS names, and
// beside it the titles of what failed and how long each file took.
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import Mocha from 'mocha'

const LEFT_OPEN = 97
const { EVENT_SUITE_BEGIN, EVENT_SUITE_END, EVENT_TEST_FAIL, EVENT_RUN_END } = Mocha.Runner.constants

export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    const file = process.env.RECONCILE_TEST_COUNTS
    const failed = []
    const { took, openedIn } = watchFiles(runner)
    runner.on(EVENT_TEST_FAIL, (test, { message }) => failed.push(oneLine(test, message)))
    // Only at the end: a run that dies on its way leaves no counts, and that is how it is known.
    runner.once(EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats
      if (file) writeFileSync(`${file}.failed`, failed.join(''))
      if (file)
        writeFileSync(`${file}.took`, [...took].map(([name, ms]) => `${Math.round(ms / 1000)} s ${name}\n`).join(''))
      if (file) writeFileSync(file, `${JSON.stringify({ passed: passes, failed: failures, pending })}\n`)
      // Fires only where something the tests left open keeps the process.
      setTimeout(() => endAnyway(openedIn), 10_000).unref()
    })
  }
}

/** How long each file took, and of what is open the file at whose end it was first seen. */
function watchFiles(runner) {
  const took = new Map()
  const openedIn = new Map(process._getActiveHandles().map((handle) => [handle, undefined]))
  let began = 0
  const isOfFile = (suite) => suite.parent?.root === true
  runner.on(EVENT_SUITE_BEGIN, (suite) => {
    if (isOfFile(suite)) began = performance.now()
  })
  runner.on(EVENT_SUITE_END, (suite) => {
    if (!isOfFile(suite)) return
    const name = relative(process.cwd(), suite.file)
    took.set(name, (took.get(name) ?? 0) + performance.now() - began)
    const open = new Set(process._getActiveHandles())
    for (const handle of openedIn.keys()) if (!open.has(handle)) openedIn.delete(handle)
    for (const handle of open) if (!openedIn.has(handle)) openedIn.set(handle, name)
  })
  return { took, openedIn }
}

function oneLine(test, message) {
  return `${test.fullTitle()}: ${String(message).split('\n', 1)[0]}\n`
}

function endAnyway(openedIn) {
  const places = process._getActiveHandles().flatMap((handle) => {
    const file = openedIn.get(handle)
    return file ? [`  ${handle.constructor.name} ${address(handle)} of ${file}`] : []
  })
  console.error(`still open 10 s after the last test: ${[...new Set(process.getActiveResourcesInfo())].join(', ')}`)
  if (places.length > 0) console.error([...new Set(places)].join('\n'))
  // After mocha's own listener, which sets the code to the count of failures.
  process.on('exit', () => {
    process.exitCode = LEFT_OPEN
  })
  process.exit()
}

function address({ remoteAddress, remotePort, localPort, _path: path }) {
  return path ?? `${localPort ?? '?'} → ${remoteAddress ?? ''}:${remotePort ?? '?'}`
}
