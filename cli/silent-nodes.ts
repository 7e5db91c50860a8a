import { getCondition } from '../api/v1/conditions.ts'
import { exits, InstallationError } from '../api/v1/installation/installation-error.ts'
import type { Installation } from '../api/v1/installation/installation.ts'
import { unaskedReasons } from '../api/v1/reason-groups.ts'
import { conditionTypes } from '../api/v1/reasons.ts'
import { addressIn, engineRemedy } from './engine-remedy.ts'
import type { Context } from './context.ts'

/** Warns of engines that do not answer; called after the last known state was shown. Throws (exit 5) if none answers. */
export async function saySilentNodes({ terminal }: Context, installation: Pick<Installation, 'list'>): Promise<void> {
  const { items } = await installation.list('Node', {})
  const silent = items.flatMap((node) => {
    if (node.kind !== 'Node') return []
    const {
      metadata: { name },
      spec,
      status = {},
    } = node
    const { reason = '', message = '' } = getCondition(status.conditions, conditionTypes.ready) ?? {}
    return unaskedReasons.has(reason)
      ? [
          {
            name,
            status: { ...status, ...addressIn(spec) },
            said: `the engine of node ${name} can't be reached: ${message}`,
          },
        ]
      : []
  })
  const [first] = silent
  if (!first) return
  const shown = `${silent.map(({ said }) => said).join('; ')}; what is shown is what was known last`
  if (silent.length < items.length) return terminal.complain(`warning: ${shown}`)
  throw new InstallationError(exits.unreachable, shown, {
    remedy: engineRemedy(first.status, first.name),
  })
}
