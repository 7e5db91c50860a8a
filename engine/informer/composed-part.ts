import { composeLabels, labels, swarmLabels } from '../../api/v1/labels.ts'
import { isUp } from '../container/is-up.ts'
import type { ComposedContainer } from '../inventory.ts'
import type { EngineEvent } from '../types/engine.ts'
import type { StringMap } from '../types/string-map.ts'
import type { InventoryFeed } from './feed.ts'
import { type HostCache, isGoneSince } from './host-cache.ts'
import type { Core } from './inventory-core.ts'

type ComposedPart = Pick<InventoryFeed, 'composedOfService' | 'readComposed' | 'noteComposed'>

/**
 * The part of the inventory for containers that docker compose runs and nobody adopted. It keeps only what lists tell, as nothing is done
 * to these.
 */
export function composedPart(core: Core): ComposedPart {
  return {
    composedOfService: (service) => core.composed.at(service),
    readComposed(node, { found, asked, id }) {
      const host = core.hostOf(node)
      const shown = new Map(found.map((container) => [container.id, container]))
      const ids = id === undefined ? new Set([...host.composed.keys(), ...shown.keys()]) : [id]
      // Events since the list was requested are newer than it, and a removed container does not come back.
      for (const each of ids)
        if ((host.touched.get(each) ?? 0) <= asked && !isGoneSince(host, each, asked))
          set(core, host, [each, shown.get(each)])
    },
    noteComposed(node, event) {
      if (composedKey(event.attributes) === undefined) return false
      const host = core.hostOf(node)
      // An adopted container is in the other part; only its record shows that it is adopted.
      if (host.containers.get(event.id)?.Config.Labels?.[labels.installation] !== undefined) return false
      return note(core, host, event)
    },
  }
}

export function dropComposed(core: Core, host: HostCache, id: string): void {
  set(core, host, [id, undefined])
}

/** Stores a container if it is up, else removes it. */
function set(core: Core, host: HostCache, [id, shown]: readonly [string, ComposedContainer | undefined]): void {
  const before = host.composed.get(id)
  const key = shown && isUp(shown.state) ? composedKey(shown.labels) : undefined
  if (before) leave(core, host, before.container)
  if (shown && key !== undefined && core.hosts.get(host.node) === host) {
    const entry = { node: host.node, container: kept(shown) }
    host.composed.set(id, entry)
    core.composed.add(key, entry)
  }
  const name = host.composed.get(id)?.container.name
  if (name !== before?.container.name)
    core.tell(host.node, 'container', { id, labels: (before?.container ?? shown)?.labels ?? null })
}

function leave(core: Core, host: HostCache, { id, labels: own }: ComposedContainer): void {
  const entry = host.composed.get(id)
  host.composed.delete(id)
  if (entry) core.composed.remove(composedKey(own) ?? '', entry)
}

function kept({ id, name, labels: own, state }: ComposedContainer): ComposedContainer {
  const of = (label: string) => ({ [label]: own[label] ?? '' })
  return { id, name, state, labels: { ...of(composeLabels.project), ...of(composeLabels.service) } }
}

/**
 * Applies an event. Returns true if the container has to be read: one that exited may be restarted by its engine, and one that waits for a
 * restart may be stopped, without a `die` event.
 */
function note(core: Core, host: HostCache, { action, id, attributes }: EngineEvent): boolean {
  const known = host.composed.get(id)?.container
  const isOpen = action === 'die' || ((action === 'stop' || action === 'kill') && known?.state === 'restarting')
  const state = action === 'start' ? 'running' : action === 'rename' ? known?.state : undefined
  if (isOpen || state) host.touched.set(id, core.tick())
  if (state) set(core, host, [id, { id, name: attributes['name'] ?? '', labels: attributes, state }])
  return isOpen
}

/** The `project/service` of a Compose container; undefined for one-offs, and for containers of a swarm or an installation. */
function composedKey(own: Readonly<StringMap>): string | undefined {
  const { [composeLabels.project]: project, [composeLabels.service]: service } = own
  if (project === undefined || service === undefined || own[composeLabels.oneoff] === 'True') return undefined
  if (own[labels.installation] !== undefined || own[swarmLabels.service] !== undefined) return undefined
  return `${project}/${service}`
}
