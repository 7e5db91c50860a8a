// A worker of hack/test: runs test files one after the other and shows mocha's results as they come. It takes the files from QUEUE, a
// directory with one entry for each, so that several workers share the files and end at about the same time; the first one, or the last.
//   node --import ./hack/typescript/register.mjs hack/test-worker.mjs QUEUE COUNTS first|last
// After each file it writes the counts as JSON to COUNTS, the titles of failed tests to COUNTS.failed, and the seconds of each file to
// COUNTS.took. COUNTS.now names the file in progress; a worker that dies leaves it behind, which shows what it was running. When the tests
// left something open, that counts as a failure, and the worker kills itself: an exit would wait for a thread that is blocked in a system
// call, such as the opening of a pipe that nobody writes to.
import { readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Mocha from 'mocha'

const PATIENCE_MS = 10_000
const LONGEST_LINE = 2_000
const { EVENT_TEST_FAIL } = Mocha.Runner.constants

/** Prints a summary of each file only when it has failures; passed tests are counted at the end of the whole run. */
class FileReporter extends Mocha.reporters.Spec {
  epilogue() {
    if (this.stats.failures > 0) super.epilogue()
  }
}

async function main([queue, counts, end]) {
  await import('../test/support/fixed-seed.ts')
  const totals = { passed: 0, failed: 0, pending: 0 }
  const failed = []
  const took = []
  const note = () => {
    writeFileSync(`${counts}.failed`, lines(failed))
    writeFileSync(`${counts}.took`, lines(took))
    writeFileSync(counts, `${JSON.stringify(totals)}\n`)
  }
  const openedIn = new Map(process._getActiveHandles().map((handle) => [handle, undefined]))
  for (let file = take(queue, end); file; file = take(queue, end)) {
    const began = performance.now()
    writeFileSync(`${counts}.now`, `${file}\n`)
    const { stats, titles } = await runFile(file)
    totals.passed += stats.passes
    totals.failed += stats.failures
    totals.pending += stats.pending
    failed.push(...titles)
    took.push(`${Math.round((performance.now() - began) / 1000)} ${file}`)
    noteOpened(openedIn, file)
    note()
  }
  note()
  rmSync(`${counts}.now`, { force: true })
  // Fires only if something that the tests left open keeps the process alive.
  setTimeout(() => {
    totals.failed += 1
    failed.push(tellOpen(openedIn))
    note()
    process.kill(process.pid, 'SIGKILL')
  }, PATIENCE_MS).unref()
}

/** The next file that no other worker has taken, from this end of the queue. */
function take(queue, end) {
  const names = readdirSync(queue).sort()
  for (const name of end === 'last' ? names.reverse() : names) {
    const entry = join(queue, name)
    try {
      const file = readFileSync(entry, 'utf8').trim()
      unlinkSync(entry)
      return file
    } catch (error) {
      if (error.code !== 'ENOENT') throw error
    }
  }
  return undefined
}

async function runFile(file) {
  const mocha = new Mocha({ timeout: 60_000, reporter: FileReporter }).addFile(file)
  try {
    await mocha.loadFilesAsync()
  } catch (error) {
    console.error(error)
    return {
      stats: { passes: 0, failures: 1, pending: 0 },
      titles: [`${file} can't be loaded: ${onOneLine(error.message)}`],
    }
  }
  const titles = []
  return new Promise((resolve) => {
    const runner = mocha.run(() => {
      mocha.dispose()
      resolve({ stats: runner.stats, titles })
    })
    runner.on(EVENT_TEST_FAIL, (test, { message }) => titles.push(`${test.fullTitle()}: ${onOneLine(message)}`))
  })
}

/** Records for each open handle after which test file it was first seen, and forgets the closed ones. */
function noteOpened(openedIn, file) {
  const open = new Set(process._getActiveHandles())
  for (const handle of openedIn.keys()) if (!open.has(handle)) openedIn.delete(handle)
  for (const handle of open) if (!openedIn.has(handle)) openedIn.set(handle, file)
}

/** Prints what is open still, and after which test file it was first seen; returns it in one line. */
function tellOpen(openedIn) {
  const kinds = [...new Set(process.getActiveResourcesInfo())].join(', ')
  const words = `still open ${PATIENCE_MS / 1000} s after the last test: ${kinds}`
  console.error(words)
  for (const handle of process._getActiveHandles().filter((each) => openedIn.get(each) !== undefined))
    console.error(`  ${handle.constructor.name} ${address(handle)}, first seen after ${openedIn.get(handle)}`)
  return words
}

function address({ remoteAddress = '', remotePort = '?', localPort = '?', _path: path }) {
  return path ?? `${localPort} to ${remoteAddress}:${remotePort}`
}

const lines = (each) => each.map((line) => `${line}\n`).join('')
/** What a program printed is told whole, as far as a line holds it: its first line seldom says what went wrong. */
const onOneLine = (text) =>
  String(text)
    .split(/\s*\n\s*/)
    .join(' | ')
    .slice(0, LONGEST_LINE)

await main(process.argv.slice(2))
