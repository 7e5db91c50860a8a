import type { V1Service } from '../../api/v1/generated/types.ts'
import { valueOf } from './constraints.ts'
import type { Candidate } from './filters.ts'
import type { Heap } from './heap.ts'
import { comparedByData } from '../data/pins.ts'

/** The nodes with the same values for the labels that a service is spread over, and how many of its tasks they have. */
interface Branch {
  tasks: number
}

/** All nodes, and those that pass the filters for one more task. */
interface Choice {
  readonly candidates: readonly Candidate[]
  readonly fitting: readonly Candidate[]
}

/**
 * Returns the fitting candidates in the order of a service's spread preferences, each `pop` for one more task; undefined where it has no
 * preferences. First come the nodes with its newest data. Of these come those whose value of the first label has the fewest of its tasks,
 * then the same by the next labels, then by `isBetter`. Tasks on nodes that do not fit count too.
 */
export function createSpread(
  { spec }: V1Service,
  { candidates, fitting }: Choice,
  isBetter: (a: Candidate, b: Candidate) => boolean,
): Heap<Candidate> | undefined {
  const labels = (spec.placement?.preferences ?? []).map(({ spread }) => spread)
  if (labels.length === 0) return undefined
  const branches = new Map<string, Branch>()
  const pathOf = new Map(candidates.map((each) => [each, branchesOf(each, labels, branches)]))
  for (const [{ own }, path] of pathOf) for (const branch of path) branch.tasks += own
  const open = new Set(fitting)

  function comesFirst(a: Candidate, b: Candidate): boolean {
    const data = comparedByData(a, b)
    if (data !== 0) return data < 0
    const [ofA = [], ofB = []] = [pathOf.get(a), pathOf.get(b)]
    for (const [level, branch] of ofA.entries()) {
      const more = branch.tasks - (ofB[level]?.tasks ?? 0)
      if (more !== 0) return more < 0
    }
    return isBetter(a, b)
  }

  return {
    push: (candidate) => void open.add(candidate),
    pop() {
      let best: Candidate | undefined
      for (const candidate of open) if (!best || comesFirst(candidate, best)) best = candidate
      if (!best) return undefined
      open.delete(best)
      for (const branch of pathOf.get(best) ?? []) branch.tasks++
      return best
    },
  }
}

/** The branches of a node, one per label. A branch is identified by the node's values of that label and of the labels before it. */
function branchesOf({ node }: Candidate, labels: readonly string[], known: Map<string, Branch>): readonly Branch[] {
  const values: string[] = []
  return labels.map((label) => {
    values.push(valueOf(node, label) ?? '')
    const key = JSON.stringify(values)
    const branch = known.get(key) ?? { tasks: 0 }
    known.set(key, branch)
    return branch
  })
}
