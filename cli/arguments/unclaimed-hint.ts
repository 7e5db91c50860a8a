import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Node } from '../../api/v1/generated/types.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import type { Kind } from '../../api/v1/kinds.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import { plainText } from '../output/plain-text.ts'

/** The kinds and stack that were not found. */
export interface Missed {
  readonly kinds: readonly Kind[]
  readonly stack: string | undefined
}

/** Kinds that people expect where containers run. */
const OF_TASKS: ReadonlySet<Kind> = new Set(['Service', 'Task', 'Stack'])

/** At most this many nodes are named; `status` shows the rest. */
const MOST_SAID = 3

/**
 * A hint, appended to a "not found" message, about containers on nodes that this home does not manage. Empty if there are none, if the
 * stack exists in this home, or if the nodes were not observed.
 */
export async function unclaimedHint(
  installation: Pick<Installation, 'list'> & { readonly looks?: boolean },
  { kinds, stack }: Missed,
): Promise<string> {
  if (!installation.looks || !kinds.some((kind) => OF_TASKS.has(kind))) return ''
  const stacks = stack === undefined ? [] : (await installation.list('Stack', {})).items
  if (stacks.some(({ metadata }) => metadata.name === stack)) return ''
  const nodes = (await installation.list('Node', {})).items as readonly V1Node[]
  const said = nodes.flatMap(({ metadata, status }) => {
    const message = getCondition(status?.conditions, conditionTypes.unclaimedTasks)?.message
    return message === undefined ? [] : [`; on ${metadata.name} ${plainText(message)}`]
  })
  return said.slice(0, MOST_SAID).join('')
}
