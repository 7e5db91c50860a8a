import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { Context } from '../context.ts'
import { itemsOf, type Node } from '../node.ts'
import { commandLine } from '../readers/lists.ts'
import { orNothing, refuse } from '../readers/reader.ts'
import { filledText, flag, text } from '../readers/scalars.ts'
import type { PreStartStep, ServiceDraft } from '../service-draft.ts'
import type { Attribute, AttributeTable } from './attribute.ts'
import { field, mapOf, read, within } from './attribute.ts'
import { variables } from './hooks.ts'

const PER_REPLICA =
  "is not supported: a step runs once, before the first task of its service. Leave it out, or run the command in the service's own entrypoint, which each of its containers does"

const perReplica: Attribute<V1TaskTemplate> = read(
  'nothing, as a step runs once for its service; `true` is refused',
  (node, _, context) => {
    if (flag(node, context) === true) context.error(node, PER_REPLICA)
  },
)

const stepAttributes: AttributeTable<V1TaskTemplate> = {
  command: field('args', commandLine),
  image: field('image', orNothing(filledText)),
  user: field('user', text),
  privileged: field('privileged', flag),
  working_dir: field('workingDir', text),
  environment: field('env', variables),
  per_replica: perReplica,
}

const stepMap = mapOf<V1TaskTemplate>(stepAttributes, () => ({}))

/** `pre_start`: containers that run to completion, one after another, before the service's own start. */
export const preStart: Attribute<ServiceDraft> = read(
  'a job before the service for each step',
  (node, draft, context) => {
    if (Array.isArray(node.value)) draft.preStart = itemsOf(node).flatMap((item) => stepOf(item, context) ?? [])
    else refuse(node, context, 'a list of steps, as [{ command: ./migrate }]')
  },
  {
    ...within<V1TaskTemplate, V1TaskTemplate>('spec.template', stepAttributes, (template) => template),
    per_replica: perReplica,
  },
)

/** Reads a step. Without a command or image of its own it would run the service itself, which does not end: that is an error. */
function stepOf(node: Node, context: Context): PreStartStep | undefined {
  const own = stepMap(node, context)
  if (!own) return undefined
  if (own.args !== undefined || own.image !== undefined) return { own, node }
  context.error(node, 'needs command, or an image of its own whose command it runs')
  return undefined
}
