import { relativeTo } from '../../../api/v1/language/path-within.ts'
import { errorText } from '../../../api/v1/language/caught-error.ts'
import type { FileChange } from '../../../controllers/develop/work.ts'
import { MOST_QUIETS } from '../../../store/source/quiet.ts'
import { awaitLacking, lacksOf } from './lacking.ts'
import { refuse, remember, type SourcesRun } from './sources-run.ts'
import { beginAnew, CLOCK_MS, directoriesOf } from './watch-sources.ts'

/** At most this many changed files are remembered for later tasks. */
const MOST_CHANGES = 20_000

/** Processes a burst after those before it, so that a later change of a path wins. */
export function takeInTurn(run: SourcesRun, burst: readonly FileChange[]): void {
  run.taking = run.taking
    .then(() => take(run, burst))
    .catch((error: unknown) => {
      refuse(run, errorText(error))
      run.options.onNews()
    })
}

/**
 * Processes a burst of changes. A path that vanished or was emptied as a whole may be unmounted or about to be rewritten, so nothing below
 * it is removed in containers until it is back (S2). Then everything there counts as changed, and a new watch begins, as the old one is of
 * another directory.
 */
async function take(run: SourcesRun, burst: readonly FileChange[]): Promise<void> {
  const { tree, clock, quietMs } = run.options
  const before = [run.version, run.problem]
  const notedAt = clock.now() - MOST_QUIETS * quietMs - CLOCK_MS
  const told = [...new Set([...run.withheld, ...burst.map(({ path }) => path)])]
  const marks = await Promise.all(told.map((path) => tree.mark(path)))
  const lacks = await lacksOf(
    run,
    told.filter((_, index) => marks[index] === ''),
  )
  if (run.isClosed) return
  for (const [index, path] of told.entries()) {
    const mark = marks[index] ?? ''
    const waits = mark === '' && [...lacks.keys()].some((each) => relativeTo(each, path) !== undefined)
    if (waits) run.withheld.add(path)
    else note(run, path, mark)
  }
  forgetOldest(run)
  if (run.version !== before[0]) {
    run.notedAt = Math.max(run.notedAt, notedAt)
    remember(run)
  }
  const others = await directoriesOf(run.rules, run)
  const replaced = [...run.directories].filter(([path, at]) => !lacks.has(path) && others.get(path) !== at)
  for (const [path] of replaced) run.anew.add(path)
  if (run.isClosed) return
  if (replaced.length > 0 || [...run.lacking].some((path) => !lacks.has(path))) void beginAnew(run)
  else if (lacks.size > 0) awaitLacking(run, lacks)
  if (before[0] !== run.version || before[1] !== run.problem) run.options.onNews()
}

function note(run: SourcesRun, path: string, mark: string): void {
  run.withheld.delete(path)
  const before = run.changes.get(path)
  if (before && before.at <= run.restored && before.mark === mark) return // already recorded by the previous serve
  run.version += 1
  run.leftOut.delete(path)
  run.changes.delete(path)
  const change = { path, gone: mark === '', at: run.version, mark }
  run.changes.set(path, change)
  run.options.memory.noteChange(change)
}

function forgetOldest(run: SourcesRun): void {
  const over = run.changes.size - MOST_CHANGES
  if (over <= 0) return
  for (const path of [...run.changes.keys()].slice(0, over)) {
    run.changes.delete(path)
    run.options.memory.forgetChange(path)
  }
  run.options.say(
    `more than ${MOST_CHANGES} of its files changed: a task that comes now has the first of them as its image does, until that is built anew`,
    'warning',
  )
}
