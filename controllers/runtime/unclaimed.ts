import { labels } from '../../api/v1/labels.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { StringMap } from '../../engine/types/string-map.ts'
import type { Key } from '../../store/objects/store.ts'
import type { Ports } from './ports.ts'
import { isAsked } from './unanswered.ts'

// Homes that share an engine have one installation name, and each knows what it applied. What another one applied, or of which the
// state was lost, is ours by its labels, and of no object here.

/**
 * The key of the Service that a container on a node is a task of, by its labels, where this home has neither that service nor a task
 * of it any more. undefined of everything else, and of what a create of ours made late: the task loop takes that away.
 */
export function unclaimedService(
  { node, labels: own }: { readonly node: string; readonly labels: Readonly<StringMap> | null | undefined },
  { store, installation, forgotten }: Pick<Ports, 'store' | 'installation' | 'forgotten'>,
): Key | undefined {
  const { [labels.installation]: maker, [labels.kind]: kind, [labels.stack]: stack, [labels.name]: name } = own ?? {}
  if (maker !== installation || kind !== 'Service' || name === undefined) return undefined
  const service = keyFor(stack, name)
  if (store.get('Service', service) || store.by('Task', 'service', service).size > 0) return undefined
  const task = keyFor(stack, own?.[labels.task] ?? '')
  const isLate = forgotten.has(task) || isAsked({ object: `Task/${task}`, node }, store)
  return isLate ? undefined : service
}
