import { isUserNetwork } from '../../../engine/container/endpoints.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import { isOfSwarm } from '../../../engine/network/swarm-id.ts'
import type { NetworkInspect } from '../../../engine/types/network.ts'

const ID = /^[0-9a-f]{64}$/

/**
 * A network of a stopped container that its host no longer has, by name or short id. At a start engines look networks up by id, so a new
 * one of the same name does not help: the container can never start again. Their own networks are looked up by name, as `bridge` is new at
 * each start of an engine.
 */
export function lostNetwork(
  container: HostContainer,
  networks: ReadonlyMap<string, Pick<NetworkInspect, 'Name'>>,
): string | undefined {
  // A network may have a name of the form of a swarm's ids.
  const isNamed = (key: string) => [...networks.values()].some(({ Name }) => Name === key)
  const isId = (key: string) => ID.test(key) || (isOfSwarm(key) && !isNamed(key))
  const { NetworkMode: mode = '' } = container.HostConfig
  if (!networks.has(mode) && isId(mode)) return mode.slice(0, 12)
  const endpoints = Object.entries(container.NetworkSettings.Networks)
  // Compose makes containers with the name as their mode, which keeps that of a network that they have left.
  const isThere = () => isNamed(mode) || [...networks.keys()].some((id) => id.startsWith(mode))
  if (isUserNetwork(mode) && !endpoints.some(([name]) => name === mode) && !isThere()) return mode
  const lost = endpoints.find(([name, { NetworkID: id }]) => {
    // A network that was gone before the create is listed under the id that was asked for, with an empty NetworkID.
    const key = id || (isId(name) ? name : '')
    return key && !networks.has(key) && isUserNetwork(name)
  })
  return lost && (isId(lost[0]) ? lost[0].slice(0, 12) : lost[0])
}
