import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Node } from '../../api/v1/generated/types.ts'
import type { Installation } from '../../api/v1/installation.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'

/** What nodes run that this home knows nothing of, to go on a message that something is not here; empty where there is nothing. */
export async function unclaimedHint(installation: Pick<Installation, 'list'>): Promise<string> {
  const nodes = (await installation.list('Node', {})).items as readonly V1Node[]
  const words = nodes.flatMap(({ metadata, status }) => {
    const said = getCondition(status?.conditions, conditionTypes.unclaimedTasks)
    return said?.message === undefined ? [] : `; on ${metadata.name} ${said.message}`
  })
  return words.join('')
}
