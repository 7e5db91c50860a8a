import '../support/fixed-seed.ts'
import assert from 'node:assert/strict'
import { join } from 'node:path/posix'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { loadProject } from '../../compose/compose-reader.ts'
import { type HostileFiles, hostileProject } from './hostile-projects.ts'
import { costsAtMost } from '../support/processor-time.ts'
import { shown } from './load-text.ts'

// Usage: hostile-run.ts RUNS. Runs in a process of its own, so that its memory can be limited.

const directory = '/srv/shop'
/** The time limit for reading a project, ms (S12). */
const MOST_MS = 1_000

const loaded = (files: HostileFiles) =>
  loadProject(
    { file: join(directory, 'compose.yaml'), text: String(files['compose.yaml']) },
    {
      variable: () => undefined,
      readFile: (path) => {
        const text = textOf(files, path) ?? { code: 'ENOENT' }
        return typeof text === 'string' ? text : Object.assign(new Error('refused'), text)
      },
    },
  )

function textOf(files: HostileFiles, path: string) {
  return files[path.slice(directory.length + 1)]
}

/** Asserts that a project is read, or that each error names one of its files and a line that exists there. */
async function isWellSaid(files: HostileFiles): Promise<void> {
  const {
    errors,
    loaded: { warnings, manifests },
  } = await costsAtMost(MOST_MS, () => loaded(files))
  for (const note of [...errors, ...warnings]) {
    const text = textOf(files, note.place.file)
    const lines = typeof text === 'string' ? text.split('\n').length : 1
    assert.ok(note.place.line >= 1 && note.place.line <= lines, `${note.place.file}: ${shown(note)}`)
    assert.ok(note.message.length > 0 && note.message.length < 12_000, shown(note).slice(0, 300))
  }
  if (errors.length > 0) assert.deepEqual(manifests, [])
}

/** Waits a turn after each run: what was read from a file is cached until then. */
const property = fc.asyncProperty(hostileProject, async (files) => {
  await isWellSaid(files)
  await setImmediate()
})
const details = await fc.check(property, { numRuns: Number(process.argv[2]), endOnFailure: true })
console.log(details.failed ? `${fc.defaultReportMessage(details)}\n${String(details.errorInstance)}` : 'all are')
