import { labels } from '../../api/v1/labels.ts'
import type { HostContainer } from '../inventory.ts'
import { endsContainer } from '../signal.ts'
import type { EngineEvent } from '../types/engine.ts'
import { dropComposed } from './composed-part.ts'
import { judgeEvent } from './container-event.ts'
import type { InventoryFeed } from './feed.ts'
import { type Entry, type HostCache, isGoneSince, rememberGone } from './host-cache.ts'
import type { Core } from './inventory-core.ts'
import { sameContainer } from './same.ts'
import { isOlder, startedAt } from './state-order.ts'
import { isUntold } from './untold-again.ts'

type ContainerPart = Pick<
  InventoryFeed,
  | 'containersOf'
  | 'containersOfService'
  | 'containerNamed'
  | 'putContainer'
  | 'dropContainer'
  | 'readContainer'
  | 'missContainer'
  | 'applyContainer'
  | 'stoppedByHand'
  | 'restartedByHand'
  | 'lastEnd'
  | 'endUnseen'
  | 'expectStop'
  | 'expectStart'
  | 'noteLife'
  | 'isEndUntold'
  | 'notePastEnds'
>

/** The part of the inventory for containers. It merges puts of loops, reads of the informer, and events, in whatever order they arrive. */
export function containerPart(core: Core): ContainerPart {
  return {
    containersOf: (task) => core.tasks.at(task),
    containersOfService: (service) => core.services.at(service),
    containerNamed(node, name) {
      const host = core.hosts.get(node)
      return host?.containers.get(host.names.get(name) ?? '')
    },
    putContainer(node, container, asked) {
      const host = core.hostOf(node)
      const cached = host.containers.get(container.Id)
      if (host.gone.has(container.Id)) return
      if (cached && cached !== container && isOvertaken(host, container, asked)) return host.doubt(container.Id)
      if (isMisnamed(host, container, asked)) return host.doubt(container.Id)
      enter(core, host, container)
      const last = host.entries.get(container.Id)?.last
      if (last && judgeEvent(container, last, false).do !== 'nothing') host.doubt(container.Id)
    },
    applyContainer: (node, container) => enter(core, core.hostOf(node), container),
    readContainer(node, container, asked) {
      const host = core.hostOf(node)
      if (isGoneSince(host, container.Id, asked)) return true
      host.gone.delete(container.Id)
      const entry = host.entries.get(container.Id)
      if (entry && entry.touched > asked) return entry.told <= asked && isNoNews(container, entry.container)
      delete entry?.last
      enter(core, host, container)
      return true
    },
    dropContainer: (node, id) => leave(core, core.hostOf(node), id),
    missContainer(node, id, asked) {
      const host = core.hostOf(node)
      if ((host.entries.get(id)?.touched ?? 0) <= asked) leave(core, host, id)
    },
    stoppedByHand: (node, id) => isSinceStart(core.hosts.get(node), 'stoppedByHand', id),
    restartedByHand: (node, id) => isSinceStart(core.hosts.get(node), 'restartedByHand', id),
    lastEnd: (node, id) => core.hosts.get(node)?.entries.get(id)?.lastEnd,
    endUnseen: (node, id) => isEndUnseen(core.hosts.get(node)?.entries.get(id)),
    expectStop(node, id) {
      core.hostOf(node).expectedStops.add(id)
    },
    expectStart(node, id) {
      const host = core.hostOf(node)
      const container = host.containers.get(id)
      host.expectedStarts.set(id, container ? startedAt(container) : Number.NEGATIVE_INFINITY)
    },
    noteLife: (node, event) => noteLife(core, core.hostOf(node), event),
    isEndUntold: (node, container) => isEndUntold(core, core.hostOf(node).entries.get(container.Id), container),
    notePastEnds: (node, container, events) => notePastEnds(core.hostOf(node), container, events),
  }
}

/** Whether a read tells nothing beyond the cached container. */
function isNoNews(read: HostContainer, cached: HostContainer): boolean {
  return isOlder(read, cached) || sameContainer(read, cached)
}

/**
 * Whether what a loop puts shows an earlier state than the cached one. Not where nothing has changed since it was asked for: an engine gives
 * up a removal without a word.
 */
function isOvertaken(host: HostCache, container: HostContainer, asked = Number.NEGATIVE_INFINITY): boolean {
  const entry = host.entries.get(container.Id)
  return entry !== undefined && asked < entry.touched && isOlder(container, entry.container)
}

/** Whether the container was renamed after the read was sent. */
function isMisnamed(host: HostCache, { Id, Name }: HostContainer, asked = Infinity): boolean {
  const entry = host.entries.get(Id)
  return entry !== undefined && entry.container.Name !== Name && entry.named > asked
}

function enter(core: Core, host: HostCache, container: HostContainer): void {
  const entry = host.entries.get(container.Id)
  const before = entry?.container
  if (before && before.Name !== container.Name) forgetName(host, before)
  if (entry && before && isAnothers(before, container)) {
    unlist(core, entry)
    addEntry(core, host, container)
  } else if (entry) {
    entry.container = container
    entry.touched = core.tick()
    if (before?.Name !== container.Name) entry.named = entry.touched
  } else addEntry(core, host, container)
  host.containers.set(container.Id, container)
  host.names.set(nameOf(container), container.Id)
  leaveComposed(core, host, container)
  if (isUntold(container)) host.untold(container.Id)
  if (before && sameContainer(before, container)) return
  core.tell(host.node, 'container', { id: container.Id, labels: container.Config.Labels ?? null })
}

/** What is adopted is not one of those any more that nobody adopted. */
function leaveComposed(core: Core, host: HostCache, { Id, Config }: HostContainer): void {
  if (Config.Labels?.[labels.installation] !== undefined) dropComposed(core, host, Id)
}

function addEntry(core: Core, host: HostCache, container: HostContainer): void {
  const { task, service, taskKey } = keysOf(core, container)
  const entry: Entry = {
    node: host.node,
    container,
    touched: core.tick(),
    told: 0,
    named: 0,
    ...(taskKey ? { taskKey } : {}),
  }
  host.entries.set(container.Id, entry)
  if (core.hosts.get(host.node) !== host) return // the host was removed
  if (task !== undefined) core.tasks.add(task, entry)
  if (service !== undefined) core.services.add(service, entry)
}

function leave(core: Core, host: HostCache, id: string): void {
  const entry = host.entries.get(id)
  rememberGone(host, id, core.tick())
  dropComposed(core, host, id)
  if (!entry) return
  const { container } = entry
  unlist(core, entry)
  host.entries.delete(id)
  host.containers.delete(id)
  forgetName(host, container)
  core.tell(host.node, 'container', { id, labels: container.Config.Labels ?? null })
}

function unlist(core: Core, entry: Entry): void {
  const { task, service } = keysOf(core, entry.container)
  if (task !== undefined) core.tasks.remove(task, entry)
  if (service !== undefined) core.services.remove(service, entry)
}

/** Whether the container's owner labels changed: it was adopted, or is no longer. */
function isAnothers(before: HostContainer, container: HostContainer): boolean {
  const [was = {}, is = {}] = [before.Config.Labels, container.Config.Labels]
  return was !== is && identity.some((label) => was[label] !== is[label])
}

const identity = [labels.installation, labels.task, labels.name, labels.stack]

interface Keys {
  readonly task: string | undefined
  readonly taskKey: string | undefined
  readonly service: string | undefined
}

const keyless: Keys = { task: undefined, taskKey: undefined, service: undefined }

/** The index keys of a container. Its labels only ever change by an adoption. */
function keysOf(core: Core, { Config }: HostContainer): Keys {
  const own = Config.Labels ?? {}
  if (own[labels.installation] !== core.installation) return keyless
  const [task, stack, name] = [own[labels.task], own[labels.stack], own[labels.name]]
  return {
    task,
    taskKey: task === undefined ? undefined : `${stack}/${task}`,
    service: stack === undefined || name === undefined ? undefined : `${stack}/${name}`,
  }
}

function nameOf({ Name }: HostContainer): string {
  return Name.startsWith('/') ? Name.slice(1) : Name
}

function forgetName(host: HostCache, container: HostContainer): void {
  const name = nameOf(container)
  if (host.names.get(name) === container.Id) host.names.delete(name)
}

/** Whether a kill event ends the container: a signal to reload its settings does not. */
function isEnding(entry: Entry | undefined, { attributes }: EngineEvent): boolean {
  return endsContainer(attributes['signal'], entry?.container.Config.StopSignal)
}

/**
 * Records an event in a container's life; returns whether we asked for its exit. The entry is stamped, as a read that was sent before may
 * show the older state.
 */
function noteLife(core: Core, host: HostCache, event: EngineEvent): boolean {
  const { action, id } = event
  const ours = host.expectedStops.has(id)
  const entry = host.entries.get(id)
  if (entry) entry.touched = entry.told = core.tick()
  if (entry && action !== 'start' && action !== 'create') entry.last = event
  forgetDisproved(host, entry, event)
  noteKill(host, entry, event)
  if (action === 'die' || action === 'start') host.expectedStops.delete(id)
  if (action === 'start') noteStart(host, event)
  if (entry) noteEnd(entry, event)
  return ours
}

/** Records a stop by hand: a kill that ends a container and is not ours. */
function noteKill(host: HostCache, entry: Entry | undefined, event: EngineEvent): void {
  const { action, id, time } = event
  if (action === 'kill' && !host.expectedStops.has(id) && isEnding(entry, event)) host.stoppedByHand.set(id, time)
}

function noteStart(host: HostCache, { id, time }: EngineEvent): void {
  const wasStopped = host.stoppedByHand.delete(id)
  const isOurs = host.expectedStarts.delete(id)
  if (wasStopped && !isOurs) host.restartedByHand.set(id, time)
  else host.restartedByHand.delete(id)
}

/** Whether a recorded time is of the container's last run: a later start may have gone unreported. */
function isSinceStart(host: HostCache | undefined, of: 'stoppedByHand' | 'restartedByHand', id: string): boolean {
  const [at, container] = [host?.[of].get(id), host?.containers.get(id)]
  return at !== undefined && !(container && startedAt(container) > at)
}

/** Forgets records that an unreported start has made obsolete, which the next exit or kill reveals. */
function forgetDisproved(host: HostCache, entry: Entry | undefined, { action, id, time }: EngineEvent): void {
  if (!entry || (action !== 'die' && action !== 'kill')) return
  const started = startedAt(entry.container)
  for (const noted of [host.stoppedByHand, host.expectedStarts]) {
    const before = noted.get(id)
    if (before !== undefined && before < started && started <= time) noted.delete(id)
  }
}

/** Whether a container of ours has exited without an event, and its engine's past events were not asked for yet. */
function isEndUntold(core: Core, entry: Entry | undefined, container: HostContainer): boolean {
  const { State, Config } = container
  if (State.Status !== 'exited' || Config.Labels?.[labels.installation] !== core.installation) return false
  return entry?.endAsked !== finishOf(container) && !isEndSeen(entry, container)
}

function isEndUnseen(entry: Entry | undefined): boolean {
  if (entry?.container.State.Status !== 'exited') return false
  return entry.endAsked === finishOf(entry.container) && !isEndSeen(entry, entry.container)
}

function isEndSeen(entry: Entry | undefined, container: HostContainer): boolean {
  return entry?.lastEnd !== undefined && entry.lastEnd.time >= startedAt(container)
}

function finishOf({ State }: HostContainer): string {
  return State.FinishedAt ?? ''
}

/** Applies an engine's past events on an exit that was missed, as if they had arrived in time. */
function notePastEnds(host: HostCache, container: HostContainer, events: readonly EngineEvent[]): void {
  const { Id: id } = container
  const entry = host.entries.get(id)
  if (!entry || isEndSeen(entry, container)) return
  entry.endAsked = finishOf(container)
  for (const event of events) {
    if (event.id !== id || event.time < startedAt(container)) continue
    noteKill(host, entry, event)
    noteEnd(entry, event)
  }
}

/** Records how a container exits. The `oom` event comes before its `die`. */
function noteEnd(entry: Entry, { action, time, attributes: { exitCode } }: EngineEvent): void {
  if (action === 'oom') entry.outOfMemory = true
  if (action === 'start') entry.outOfMemory = false
  if (action !== 'die' || !exitCode) return
  const { container, outOfMemory = false } = entry
  const ofRun = startedAt(container) <= time ? container.State.StartedAt : undefined
  entry.lastEnd = {
    ...{ time, exitCode: Number(exitCode), oomKilled: outOfMemory },
    ...(ofRun === undefined ? {} : { ofRun }),
  }
}
