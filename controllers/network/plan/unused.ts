import type { V1Network } from '../../../api/v1/generated/types.ts'
import type { OneOffRef } from '../../../api/v1/installation/one-off.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { holdReasons } from '../../../api/v1/reasons.ts'
import { stayWords } from '../../holds/used-elsewhere.ts'
import { hold, type NetworkAction } from '../action.ts'
import { type HostNetwork, type NetworkView, whoIsIn } from '../view.ts'

/** Removes a network that nothing uses; one with containers stays, and says how they go. */
export function removeUnused(node: string, own: HostNetwork, network: V1Network): NetworkAction {
  const deleted = network.metadata.deletionTimestamp !== undefined
  const because = deleted ? 'it is deleted' : 'no task uses it'
  const users = whoIsIn(own)
  if (users.length === 0) return { do: 'remove', node, id: own.id, because }
  const why = `${because}, but ${listNames(users)} ${users.length === 1 ? 'is' : 'are'} still in it`
  const { stay = [], taskless = [], oneOffs = [] } = own
  const byHand =
    taskless.length === 0 ? '' : `: remove what is no task's, as with \`docker rm -f ${taskless.join(' ')}\``
  const remedy = `${byHand}${endingWords(oneOffs)}`
  if (own.containers.length > stay.length) return hold(node, holdReasons.inUse, `${why}${remedy}`)
  if (!deleted) return { do: 'keep', node, id: own.id, because: why, forOthers: true }
  // A deletion does not wait for unclaimed containers; their own home will remove the network.
  if (stay.length === 0) return { do: 'keep', node, id: own.id, because: why }
  const words = stayWords({ kind: 'Network', key: keyOf(network) }, stay)
  return hold(node, holdReasons.usedElsewhere, `${why}, and ${words}`)
}

/** The commands that remove one-off containers, one for each stack. */
function endingWords(oneOffs: readonly OneOffRef[]): string {
  if (oneOffs.length === 0) return ''
  const commands = [...groupBy(oneOffs, ({ stack }) => stack)].map(
    ([stack, its]) => `\`reconcile rm ${its.map(({ name }) => name).join(' ')} -n ${stack}\``,
  )
  return `; to remove one-off containers: ${commands.join(', ')}`
}

/**
 * Removes an unused network that differs from its spec while its services are stopped, so that it is created as declared when they start
 * again.
 */
export function removeOtherwise(
  node: string,
  ours: readonly HostNetwork[],
  { stopped }: NetworkView,
): readonly NetworkAction[] {
  return ours.flatMap((one): NetworkAction[] => {
    if (!stopped || one.difference === undefined || whoIsIn(one).length > 0) return []
    return [{ do: 'remove', node, id: one.id, because: `no task uses it, and ${one.difference}` }]
  })
}
