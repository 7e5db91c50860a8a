import { errorText } from '../../../api/v1/language/caught-error.ts'
import type { WatchRule } from '../../../api/v1/develop.ts'
import { concerns } from '../../../controllers/develop/rule-paths.ts'
import type { FileChange } from '../../../controllers/develop/work.ts'
import { whyOutside } from './confined.ts'
import { refuse, remember, type SourcesRun } from './sources-run.ts'
import { awaitLacking } from './lacking.ts'

/**
 * Starts watching by the present rules. Forbidden paths are left out, and missing ones are looked for periodically. The existing watch
 * continues until the new one is ready, so that no change is missed.
 */
export async function begin(run: SourcesRun): Promise<void> {
  const begun = (run.begun += 1)
  const isOver = () => run.isClosed || run.begun !== begun
  run.cancel()
  for (const path of run.lacking) run.anew.add(path)
  try {
    const { rules, missing, refused } = await allowed(run)
    const directories = await directoriesOf(rules, run)
    if (isOver()) return
    run.directories = directories
    run.problem = undefined
    run.rules = rules
    run.lacking = new Set(missing)
    for (const each of refused) refuse(run, each)
    if (missing.length > 0) awaitLacking(run, new Map(missing.map((path) => [path, 'away'])))
    watch(
      run,
      rules.filter(({ path }) => !missing.includes(path)),
    )
  } catch (error) {
    if (isOver()) return
    refuse(run, errorText(error))
    ready(run, [])
  }
}

/** The permitted rules, their missing paths, and what is wrong with the others. */
async function allowed({ developed, options }: SourcesRun) {
  const { develop, service, root } = developed
  const refused = develop.wrong ? [`${develop.wrong.message}; ${develop.wrong.remedy}`] : []
  const rules: WatchRule[] = []
  const missing: string[] = []
  for (const rule of await options.tree.withLeftOut(develop.rules, service)) {
    const outside = await whyOutside(rule.path, { ...options, root })
    if (outside !== undefined) refused.push(`${rule.path} is not watched: ${outside}; watch a directory that has both`)
    else rules.push(rule)
    if (outside === undefined && !(await options.tree.isThere(rule.path))) missing.push(rule.path)
  }
  return { rules, missing: [...new Set(missing)], refused }
}

/** The identity of the directories that rules name. */
export async function directoriesOf(
  rules: readonly WatchRule[],
  { options }: SourcesRun,
): Promise<Map<string, string>> {
  const found = rules.map(async ({ path }) => [path, await options.tree.directoryAt(path)] as const)
  return new Map((await Promise.all(found)).flatMap(([path, at]) => (at === undefined ? [] : [[path, at] as const])))
}

/** Replaces a watch whose directory was replaced. Closes the old one first, as closing it later would end the new one of that path, too. */
export async function beginAnew(run: SourcesRun): Promise<void> {
  const [before, { clock }] = [run.watches, run.options]
  run.begun += 1
  run.since ??= clock.now() - CLOCK_MS
  run.watches = []
  await Promise.all(before.map((watch) => watch.close()))
  await begin(run)
}

/** File times have the resolution of the kernel's clock tick; this is a safe margin, ms. */
export const CLOCK_MS = 100

function watch(run: SourcesRun, rules: readonly WatchRule[]): void {
  const paths = [...new Set(rules.map(({ path }) => path))]
  const before = run.watches
  const isReady = () => {
    run.watches = run.watches.filter((each) => !before.includes(each))
    for (const each of before) void each.close()
    if (!run.isReady) lookAgain(run)
    ready(run, paths)
  }
  if (rules.length === 0) return isReady()
  const asked = rules.map((rule) => (run.anew.has(rule.path) ? { ...rule, initialSync: true } : rule))
  const told = {
    onChange: (change: FileChange) => run.bursts.add(change),
    onReady: isReady,
    onProblem(message: string) {
      refuse(run, message)
      isReady()
    },
  }
  const { since } = run
  const own = run.options.tree.watch(asked, told, since === undefined ? {} : { since })
  run.watches = [...run.watches, own]
}

/** Checks the files that an earlier serve recorded, as no event tells that they vanished or came back since. */
function lookAgain(run: SourcesRun): void {
  remember(run)
  const known = [...run.changes.values()].filter(({ path }) => run.rules.some((rule) => concerns(rule, path)))
  if (known.length > 0) run.look(known)
}

function ready(run: SourcesRun, paths: readonly string[]): void {
  if (run.isClosed) return
  for (const path of paths) run.anew.delete(path)
  run.since = undefined
  const { options } = run
  if (paths.length > 0) options.say(`watching ${paths.join(', ')} to bring its tasks what changes`)
  if (run.problem === undefined) run.warned = undefined
  run.isReady = true
  options.onNews()
}
