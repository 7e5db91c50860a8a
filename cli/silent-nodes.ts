import { getCondition } from '../api/v1/conditions.ts'
import { exits, InstallationError } from '../api/v1/installation/installation-error.ts'
import type { Installation } from '../api/v1/installation/installation.ts'
import type { ObjectOf } from '../api/v1/kinds.ts'
import { engineDecision } from '../api/v1/other-engine.ts'
import { unaskedReasons } from '../api/v1/reason-groups.ts'
import { conditionTypes } from '../api/v1/reasons.ts'
import { addressIn, engineRemedy, unreachedWords } from './engine-remedy.ts'
import type { Context } from './context.ts'

/** Warns of engines that do not answer; called after the last known state was shown. Throws (exit 5) if none answers. */
export async function saySilentNodes(context: Context, installation: Pick<Installation, 'list'>): Promise<void> {
  const { items } = await installation.list('Node', {})
  saySilent(context, items)
}

function saySilent({ terminal }: Context, items: readonly ObjectOf[]): void {
  const silent = items.flatMap((node) => {
    if (node.kind !== 'Node') return []
    const {
      metadata: { name },
      spec,
      status = {},
    } = node
    const { reason = '', message = '' } = getCondition(status.conditions, conditionTypes.ready) ?? {}
    if (!unaskedReasons.has(reason)) return []
    const because = status.obstacle === 'Failing' ? (status.unreachable ?? message) : message
    const said = unreachedWords({ node: name, because, ...status })
    return [{ name, status: { ...status, ...addressIn(spec) }, said }]
  })
  const [first] = silent
  if (!first) return
  const shown = `${silent.map(({ said }) => said).join('; ')}; what is shown is what was known last`
  if (silent.length < items.length) return terminal.complain(`warning: ${shown}`)
  throw new InstallationError(exits.unreachable, shown, {
    remedy: engineRemedy(first.status, first.name),
  })
}

/** As `saySilentNodes`, for what asks containers, as logs do; also of nodes at which another engine answers (exit 6 if all are such). */
export async function sayUnasked(context: Context, installation: Pick<Installation, 'list'>): Promise<void> {
  const { items } = await installation.list('Node', {})
  saySilent(context, items)
  const changed = items.flatMap((node) => {
    const { otherEngine: other } = (node.kind === 'Node' && node.status) || {}
    return node.kind === 'Node' && other ? [{ name: node.metadata.name, ...engineDecision(node, other) }] : []
  })
  const [first] = changed
  if (!first) return
  const said = changed.map(({ name, what }) => `what runs on ${name} is not asked: ${what}`).join('; ')
  const describes = changed.map(({ name }) => `\`reconcile describe node/${name}\``).join(', ')
  if (changed.length < items.length) return context.terminal.complain(`warning: ${said}; ${describes} says what to do`)
  throw new InstallationError(exits.approval, said, { remedy: first.remedy ?? `do as ${describes} says` })
}
