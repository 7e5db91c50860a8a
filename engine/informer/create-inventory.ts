import { Subject } from 'rxjs'
import type { InventoryChange } from '../inventory.ts'
import type { EngineInfo } from '../types/engine.ts'
import { createContainerIndex } from './container-index.ts'
import { composedPart, dropComposed } from './composed-part.ts'
import { containerPart } from './containers-part.ts'
import type { HostPatch, InventoryFeed } from './feed.ts'
import { createHostCache, type HostCache } from './host-cache.ts'
import type { Core } from './inventory-core.ts'
import { objectPart } from './objects-part.ts'
import { sameInfo } from './same.ts'

const identityOf = ({ id, name }: Pick<EngineInfo, 'id' | 'name'>) => `${id} ${name}`

/** Creates an empty inventory for one installation; containers of other installations are foreign to it. */
export function createInventory({ installation }: { readonly installation: string }): InventoryFeed {
  const changes = new Subject<InventoryChange>()
  const hosts = new Map<string, HostCache>()
  const removed = new Set<string>()
  const engines = new Map<string, Set<string>>()
  let list: readonly HostCache[] | undefined
  let count = 0
  const core: Core = {
    installation,
    tasks: createContainerIndex(),
    services: createContainerIndex(),
    composed: createContainerIndex(),
    hosts,
    unlisted: new Set(),
    tick: () => ++count,
    hostOf(node) {
      const known = hosts.get(node)
      if (known) return known
      const host = createHostCache(node)
      if (removed.has(node)) return host
      hosts.set(node, host)
      core.unlisted.add(node)
      list = undefined
      return host
    },
    noteEngine(node, info) {
      const before = hosts.get(node)?.info
      if (before) engines.get(identityOf(before))?.delete(node)
      if (info) engines.set(identityOf(info), (engines.get(identityOf(info)) ?? new Set()).add(node))
    },
    forgetHost(node) {
      core.noteEngine(node, undefined)
      hosts.delete(node)
      removed.add(node)
      core.unlisted.delete(node)
      list = undefined
    },
    tell: (node, type, { labels, ...object }) => changes.next({ node, type, ...object, labels: labels ?? {} }),
  }
  return {
    host: (node) => hosts.get(node),
    hosts: () => (list ??= [...hosts.values()]),
    unlisted: () => core.unlisted,
    nodesOfEngine: (engine) => [...(engines.get(identityOf(engine)) ?? [])],
    watch: () => changes.asObservable(),
    stamp: core.tick,
    onDoubt(node, doubt) {
      core.hostOf(node).doubt = doubt
    },
    onUntold(node, untold) {
      core.hostOf(node).untold = untold
    },
    addHost(node, askedSince) {
      removed.delete(node)
      setHost(core, node, { askedSince })
    },
    setHost: (node, patch) => setHost(core, node, patch),
    ...containerPart(core),
    ...composedPart(core),
    ...objectPart(core),
    removeHost: (node) => removeHost(core, node),
  }
}

function setHost(core: Core, node: string, patch: HostPatch): void {
  const host = core.hostOf(node)
  if (!core.hosts.has(node)) return // the host was removed
  const { synced, unreachable, info } = host
  host.synced = patch.synced ?? synced
  host.askedSince = patch.askedSince ?? host.askedSince
  host.lastAnswer = patch.lastAnswer ?? host.lastAnswer
  host.aheadOfSteadyMs = patch.aheadOfSteadyMs ?? host.aheadOfSteadyMs
  if (patch.clockAheadMs !== undefined) host.clockAheadMs = patch.clockAheadMs
  if (patch.broke) noteBroke(host)
  if (patch.info) {
    core.noteEngine(node, patch.info)
    noteInfo(host, patch.info)
  }
  if (patch.unreachable !== undefined) noteReach(host, patch)
  if (host.synced || host.unreachable !== undefined) core.unlisted.delete(node)
  else core.unlisted.add(node)
  const changed = synced !== host.synced || unreachable !== host.unreachable || !sameInfo(info, host.info)
  if (changed) core.tell(node, 'host', { id: node })
}

/** Records the engine's info. Another engine at the same address has another history, so its lists count as not synced. */
function noteInfo(host: HostCache, info: EngineInfo): void {
  if (host.info?.id !== info.id) {
    host.knownSince = info.time
    host.synced = false
  }
  host.info = info
  endIdentifying(host)
}

function noteReach(host: HostCache, { unreachable, keepsOut = false, obstacle, engineOf }: HostPatch): void {
  host.keepsOut = keepsOut
  if (obstacle === undefined) delete host.obstacle
  else host.obstacle = obstacle
  if (engineOf === undefined) delete host.engineOf
  else host.engineOf = engineOf
  if (typeof unreachable !== 'string') return void delete host.unreachable
  host.unreachable = unreachable
  endIdentifying(host)
}

function noteBroke(host: HostCache): void {
  host.identifying ??= new Promise((resolve) => (host.identified = resolve))
}

function endIdentifying(host: HostCache): void {
  delete host.identifying
  host.identified()
}

function removeHost(core: Core, node: string): void {
  const host = core.hosts.get(node)
  if (!host) return
  const { dropContainer } = containerPart(core)
  for (const id of [...host.containers.keys()]) dropContainer(node, id)
  for (const id of [...host.composed.keys()]) dropComposed(core, host, id)
  core.forgetHost(node)
  endIdentifying(host)
  core.tell(node, 'host', { id: node })
}
