import { labels } from '../../api/v1/labels.ts'
import type { HostContainer } from '../inventory.ts'
import type { EngineEvent } from '../types/engine.ts'
import type { VolumeInspect } from '../types/volume.ts'
import { isOfSwarm } from '../network/swarm-id.ts'
import { judgeEvent, judgeNetworkEvent, type Verdict } from './container-event.ts'
import type { InformerOptions } from './context.ts'
import type { Hint, Hints } from './hints.ts'

/** Applies an event to the inventory where it suffices; otherwise adds a hint to read the object. */
export function takeEvent(options: InformerOptions, hints: Hints, event: EngineEvent): void {
  switch (event.type) {
    case 'container':
      return takeContainerEvent(options, hints, event)
    case 'network':
      return takeNetworkEvent(options, hints, event)
    case 'volume':
      return takeVolumeEvent(options, hints, event)
    case 'image':
      return options.inventory.forgetImages(options.engine.node, changedImages(event))
    case 'daemon':
      return
  }
}

/** The images that an event changes. A `load` only tells an id, and may have moved any tag from another image. */
function changedImages({ action, id, attributes: { name = id } }: EngineEvent): readonly string[] | 'all' {
  return action === 'load' ? 'all' : [id, name]
}

/** Whether the cache already shows what a hint was about, so that a read is not needed. */
export function isSettled({ inventory, engine }: InformerOptions, { type, id, events, forced }: Hint): boolean {
  const host = inventory.host(engine.node)
  if (forced || !host || type === 'composed') return false
  if (type === 'network') return host.networks.has(id)
  if (type === 'volume') return host.volumes.has(id)
  const container = host.containers.get(id)
  return container !== undefined && events.every((event) => judge(container, event, false).do === 'nothing')
}

function judge(container: HostContainer, event: EngineEvent, ours: boolean): Verdict {
  return event.type === 'network' ? judgeNetworkEvent(container, event) : judgeEvent(container, event, ours)
}

function takeContainerEvent(options: InformerOptions, hints: Hints, event: EngineEvent): void {
  const { inventory, engine, installation } = options
  const { id } = event
  if (event.action === 'destroy') {
    hints.drop('container', id)
    hints.drop('composed', id)
    return inventory.dropContainer(engine.node, id)
  }
  if (inventory.noteComposed(engine.node, event)) hints.add({ type: 'composed', id }, 'soon')
  const container = inventory.host(engine.node)?.containers.get(id)
  if (!container) {
    const isNew = event.action === 'create' || event.action === 'start'
    if (event.attributes[labels.installation] === installation)
      hints.add({ type: 'container', id }, isNew ? 'last' : 'later', event)
    return
  }
  act(options, hints, { event, id, verdict: judgeEvent(container, event, inventory.noteLife(engine.node, event)) })
}

function act(
  { inventory, engine }: InformerOptions,
  hints: Hints,
  { event, id, verdict }: { event: EngineEvent; id: string; verdict: Verdict },
): void {
  if (verdict.do === 'read') hints.add({ type: 'container', id }, verdict.when, event)
  if (verdict.do !== 'put') return
  inventory.applyContainer(engine.node, verdict.container)
  if (verdict.read) hints.add({ type: 'container', id }, 'later')
}

function takeNetworkEvent(options: InformerOptions, hints: Hints, event: EngineEvent): void {
  const { inventory, engine } = options
  if (event.action === 'connect' || event.action === 'disconnect') return takeConnection(options, hints, event)
  // A swarm's network ends on a host as its last container leaves there, and a manager still has it; only `remove` is its end.
  if (event.action === 'destroy' && isOfSwarm(event.id)) return hints.add({ type: 'network', id: event.id }, 'later')
  if (event.action === 'destroy' || event.action === 'remove') {
    hints.drop('network', event.id)
    return inventory.dropNetwork(engine.node, event.id)
  }
  const isKnown = inventory.host(engine.node)?.networks.has(event.id)
  if (!isKnown) hints.add({ type: 'network', id: event.id }, 'later', event)
}

function takeConnection(options: InformerOptions, hints: Hints, event: EngineEvent): void {
  const id = event.attributes['container'] ?? ''
  const container = options.inventory.host(options.engine.node)?.containers.get(id)
  if (container) act(options, hints, { event, id, verdict: judgeNetworkEvent(container, event) })
}

function takeVolumeEvent({ inventory, engine }: InformerOptions, hints: Hints, event: EngineEvent): void {
  const { id, action } = event
  const known = inventory.host(engine.node)?.volumes.get(id)
  if (action === 'destroy') {
    hints.drop('volume', id)
    if (known && mayBeNewer(known, event)) hints.add({ type: 'volume', id }, 'later')
    else inventory.dropVolume(engine.node, id)
  } else if (action === 'create' && !known) hints.add({ type: 'volume', id }, 'later', event)
}

/** Whether a removal may be of a volume before this one, of the same name. Engines tell when it was created in whole seconds. */
function mayBeNewer({ CreatedAt = '' }: VolumeInspect, { time }: EngineEvent): boolean {
  return Date.parse(CreatedAt) + 1_000 > time
}
