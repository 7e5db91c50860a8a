import { relativeTo } from '../../../api/v1/language/path-within.ts'
import { refuse, type SourcesRun } from './sources-run.ts'

/** How often to look for a missing path, ms. */
const LOOK_MS = 2000

/** Why a rule's path is unusable: it does not exist, or it is a directory that was emptied. */
export type Lack = 'away' | 'empty'

/** The unusable paths of rules. Empty directories count only if something below them was removed. */
export async function lacksOf(
  { rules, options }: SourcesRun,
  gone: readonly string[],
): Promise<ReadonlyMap<string, Lack>> {
  const { tree } = options
  const lacks = new Map<string, Lack>()
  for (const path of new Set(rules.map((rule) => rule.path))) {
    const isTouched = gone.some((each) => relativeTo(path, each) !== undefined)
    if (!(await tree.isThere(path))) lacks.set(path, 'away')
    else if (isTouched && (await tree.isEmpty(path))) lacks.set(path, 'empty')
  }
  return lacks
}

/** Looks again after a while, in case no event arrives. */
export function awaitLacking(run: SourcesRun, lacks: ReadonlyMap<string, Lack>): void {
  const { clock } = run.options
  const of = (lack: Lack) => [...lacks].filter(([, each]) => each === lack).map(([path]) => path)
  const [away, empty] = [of('away').join(', '), of('empty').join(', ')]
  if (away !== '') refuse(run, `${away} is not there; create it, or take it out of develop.watch`)
  else refuse(run, `${empty} is empty: its files stay in containers until something is there; write one, or apply anew`)
  run.lacking = new Set(lacks.keys())
  run.cancel()
  run.cancel = clock.after(LOOK_MS, () => run.look(), 'periodic')
}
