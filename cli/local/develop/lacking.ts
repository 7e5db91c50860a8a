import { relativeTo } from '../../../api/v1/language/path-within.ts'
import { refuse, type SourcesRun } from './sources-run.ts'

/** A path that is not there is looked for again after this long. */
const LOOK_MS = 2000

/** How a path of a rule lacks: it is not there, or a directory without anything, of which something is gone. */
export type Lack = 'away' | 'empty'

/** The paths of rules that lack, of those below which something is gone the empty ones too. */
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

/** Looks again after a while, where nothing is told before. */
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
