import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Node } from '../../api/v1/generated/types.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import type { Kind } from '../../api/v1/kinds.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import { plainText } from '../output/plain-text.ts'

/** What was looked for, and is not here. */
export interface Missed {
  readonly kinds: readonly Kind[]
  readonly stack: string | undefined
}

/** What people look for in tasks that run. */
const OF_TASKS: ReadonlySet<Kind> = new Set(['Service', 'Task', 'Stack'])

/** So many nodes are said; the rest is in `status`. */
const MOST_SAID = 3

/**
 * What nodes run that this home knows nothing of, to go on a message that something is not here. Empty where there is nothing, where
 * the stack that was looked in is one of this home, and where nobody has looked at the nodes.
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
