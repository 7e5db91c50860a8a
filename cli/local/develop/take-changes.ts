import { relativeTo } from '../../../api/v1/path-within.ts'
import { errorText } from '../../../api/v1/caught-error.ts'
import type { FileChange } from '../../../controllers/develop/work.ts'
import { awaitLacking, lacksOf } from './lacking.ts'
import { refuse, type SourcesRun, warn } from './sources-run.ts'
import { beginAnew, directoriesOf } from './watch-sources.ts'

/** So many changed files are remembered for tasks that come later. */
const MOST_CHANGES = 20_000

/** Takes a burst once those before it are taken: of one path the later one counts. */
export function takeInTurn(run: SourcesRun, burst: readonly FileChange[]): void {
  run.taking = run.taking
    .then(() => take(run, burst))
    .catch((error: unknown) => {
      refuse(run, errorText(error))
      run.options.onNews()
    })
}

/**
 * A path that is gone or emptied whole was perhaps unmounted, or is being written anew: nothing below it is removed in containers
 * until it is back (S2). Then all that is there has changed, and a new watch is begun: the one before is of another directory.
 */
async function take(run: SourcesRun, burst: readonly FileChange[]): Promise<void> {
  const before = [run.version, run.problem]
  const told = [...new Set([...run.withheld, ...burst.map(({ path }) => path)])]
  const areThere = await Promise.all(told.map((path) => run.options.tree.isThere(path)))
  const lacks = await lacksOf(
    run,
    told.filter((_, index) => !areThere[index]),
  )
  if (run.isClosed) return
  for (const [index, path] of told.entries()) {
    const gone = !areThere[index]
    const waits = gone && [...lacks.keys()].some((each) => relativeTo(each, path) !== undefined)
    if (waits) run.withheld.add(path)
    else note(run, { path, gone })
  }
  forgetOldest(run)
  const others = await directoriesOf(run.rules, run)
  const replaced = [...run.directories].filter(([path, at]) => !lacks.has(path) && others.get(path) !== at)
  for (const [path] of replaced) run.anew.add(path)
  if (run.isClosed) return
  if (replaced.length > 0 || [...run.lacking].some((path) => !lacks.has(path))) void beginAnew(run)
  else if (lacks.size > 0) awaitLacking(run, lacks)
  if (before[0] !== run.version || before[1] !== run.problem) run.options.onNews()
}

function note(run: SourcesRun, { path, gone }: FileChange): void {
  run.version += 1
  run.withheld.delete(path)
  run.leftOut.delete(path)
  run.changes.delete(path)
  run.changes.set(path, { path, gone, at: run.version })
}

function forgetOldest(run: SourcesRun): void {
  const over = run.changes.size - MOST_CHANGES
  if (over <= 0) return
  for (const path of [...run.changes.keys()].slice(0, over)) run.changes.delete(path)
  warn(
    run,
    `more than ${MOST_CHANGES} of its files changed: a task that comes now has the first of them as its image does, until that is built anew`,
  )
}
