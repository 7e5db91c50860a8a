import { isUserNetwork } from '../../../engine/container/endpoints.ts'
import type { HostContainer } from '../../../engine/inventory.ts'

const ID = /^[0-9a-f]{64}$/

/**
 * A network that a stopped container belongs to and its host has no more, by name or id. Engines look networks up by id at a
 * start, so that another one of the same name does not help: such a container never starts again. Their own they look up by name:
 * `bridge` is another one each time an engine starts.
 */
export function lostNetwork(container: HostContainer, networks: ReadonlyMap<string, unknown>): string | undefined {
  const { NetworkMode: mode = '' } = container.HostConfig
  if (ID.test(mode) && !networks.has(mode)) return mode.slice(0, 12)
  const endpoints = Object.entries(container.NetworkSettings.Networks)
  const lost = endpoints.find(([name, { NetworkID: id }]) => {
    // What was gone before the create stands there by the id that it was asked for by, and has none.
    const key = id || (ID.test(name) ? name : '')
    return key && !networks.has(key) && isUserNetwork(name)
  })
  return lost && (ID.test(lost[0]) ? lost[0].slice(0, 12) : lost[0])
}
