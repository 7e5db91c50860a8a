import { listNames } from '../../api/v1/language/list-names.ts'
import { holdReasons, networkReasons } from '../../api/v1/reasons.ts'
import { hold, type NetworkAction, type NetworkRemoval } from './action.ts'
import type { NetworkView } from './view.ts'

/** Why a network can't be removed: foreign containers are in it, or the engine's own words. */
export type Obstacle =
  /** `isOfCompose`: docker compose made all of them for a project of the stack's name. */
  { readonly foreign: readonly string[]; readonly isOfCompose?: boolean } | { readonly detail: string }

/**
 * What replaces a removal that met an obstacle: a deletion waits, or leaves the network to the same project of docker compose; a network
 * that is still declared stays meanwhile (S4); a duplicate is reported as ambiguous.
 */
export function removalHeld(
  { node, id, because, surplus, former }: Omit<NetworkRemoval, 'do'>,
  { network, hostName }: Pick<NetworkView, 'network' | 'hostName'>,
  obstacle: Obstacle,
): NetworkAction {
  const which = surplus || former ? id.slice(0, 12) : hostName
  const why =
    'foreign' in obstacle
      ? `${because}, but containers that are not ours are in it: ${listNames(obstacle.foreign)}; remove them, or take them off with \`docker network disconnect -f ${which} ${obstacle.foreign[0]}\``
      : `${because}, but the engine keeps it: ${obstacle.detail}; take off what \`docker network inspect ${which}\` shows in it. If that is nothing, the engine counts wrong: restart it, as with \`systemctl restart docker\``
  if (surplus) return hold(node, networkReasons.ambiguous, why)
  if (network.metadata.deletionTimestamp === undefined)
    return { do: 'keep', node, id, because: why, ...(former ? { former } : {}) }
  if (!('foreign' in obstacle)) return hold(node, holdReasons.keptByEngine, why)
  if (!obstacle.isOfCompose) return hold(node, holdReasons.foreignUsers, why)
  const { namespace: stack } = network.metadata
  const theirs = `docker compose has ${listNames(obstacle.foreign)} in ${hostName}; \`docker compose -p ${stack} down\` removes both`
  return { do: 'keep', node, id, because: theirs }
}
