import type { V1Task } from '../../api/v1/generated/types.ts'
import { annotations } from '../../api/v1/labels.ts'
import { keyOf, serviceKeyOf, wantedName } from '../../api/v1/names.ts'
import { holdReasons } from '../../api/v1/reasons.ts'
import type { WantedContainer } from '../../engine/container/want.ts'
import type { HostContainer } from '../../engine/inventory.ts'
import { adoptionOf, consentOf } from '../adoption/records.ts'
import { isNodeGone } from '../holds/node-hold.ts'
import type { Ports } from '../runtime/ports.ts'
import { adoptionNeeds } from './observe/adoption-needs.ts'
import { atWork } from './observe/at-work.ts'
import { baselineOfTask, fusedFields, type TaskBaseline } from './observe/baseline.ts'
import { type Causes, viewOf } from './observe/container-view.ts'
import { copyViews, runsElsewhere } from './observe/copies.ts'
import { discarded, driftViews } from './observe/drift.ts'
import { imageState, lackedMount } from './observe/image.ts'
import { endNeedsOf, hostHold, needsOf, volumeNeeds } from './observe/needs.ts'
import { lostNetwork } from './observe/lost-network.ts'
import { movedContent } from './observe/moved-content.ts'
import { isFailedNameTaken, isOf, nameHolder } from './observe/name-holder.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import { declaredImage, imageOf, revisionOf } from './pin.ts'
import { portHolder } from './observe/port-queue.ts'
import { isJoinedDown, unknownJoined } from './observe/joined.ts'
import { restartFor } from './observe/restart-for.ts'
import { staleLink } from './observe/stale-link.ts'
import { sharedNeeds } from './observe/shared.ts'
import type { DriftView, Need, TaskView } from './view.ts'
import { wantedContainer } from './observe/wanted.ts'
import { unseenEnd } from './observe/unseen-end.ts'
import { endedWithEngine, goneWithEngine, madeBeforeEngine, startedWithEngine } from './observe/with-engine.ts'

/** All that one pass of the task loop reads. */
export interface Observation {
  readonly view: TaskView
  /** The containers as the engine shows them, in the order of the view's. */
  readonly containers: readonly HostContainer[]
  /** Declared settings that the kernel or the engine ignored, in words. */
  readonly discarded: readonly string[]
  /** Absent while a network that it needs is missing. */
  readonly wanted?: WantedContainer
}

/** Observes one task; undefined when it is gone. */
export function observeTask(key: string, ports: Ports): Observation | undefined {
  const task = ports.store.get('Task', key)
  if (!task) return undefined
  const containers = containersOf(task, ports)
  const hold = task.spec.node === undefined ? undefined : hostHold(task, ports)
  const view: OpenView = {
    task,
    now: ports.clock.now(),
    name: wantedName(task),
    image: 'unknown',
    needs: [],
    drift: [],
    fused: [],
    containers: containers.map((found) => viewOf(found, causesOf(task, found, ports))),
    endNeeds: isRetiring(task) ? endNeedsOf(task, ports) : [],
  }
  if (hold) view.hostHold = hold
  if (hold && isForsaken(task, ports)) view.nodeGone = true
  if (isFailedNameTaken(task, ports)) view.failedNameTaken = true
  noteCopies(view, ports)
  const differs = containers[0] && adoptionOf(ports.store, 'Container', containers[0].Id)?.differs
  if (differs !== undefined) view.differs = differs
  const active = !hold && task.spec.node !== undefined && !isRetiring(task) && !hasEnded(task)
  return active ? observeActive(view, containers, ports) : { view, containers, discarded: [] }
}

function noteCopies(view: OpenView, ports: Ports): void {
  const copies = copyViews(view.task, ports)
  if (copies.length === 0) return
  view.copies = copies
  const node = runsElsewhere(view.task, ports)
  if (node !== undefined) view.movesTo = node
}

/** Whether a task is to go and its node is gone. A container that still runs there is adopted and ended if the node is declared again. */
function isForsaken(task: V1Task, ports: Ports): boolean {
  return isRetiring(task) && task.spec.node !== undefined && isNodeGone(task.spec.node, ports)
}

/** A view under construction, filled in place: each new task makes four of them. */
type OpenView = { -readonly [field in keyof TaskView]: TaskView[field] }

function causesOf(task: V1Task, found: HostContainer, ports: Ports): Causes {
  const node = task.spec.node ?? ''
  const lastEnd = ports.inventory.lastEnd(node, found.Id)
  const clockAheadMs = ports.inventory.host(node)?.clockAheadMs
  const isWithEngine = endedWithEngine(task, found, ports)
  return {
    // An engine that shuts down reports its kills like a stop by hand. It also still remembers stops that we asked for in an earlier
    // process.
    stoppedByHand: ports.inventory.stoppedByHand(node, found.Id) && !isWithEngine && !task.status?.stoppedByUs,
    ...(ports.inventory.restartedByHand(node, found.Id) ? { restartedByHand: true } : {}),
    ...(lastEnd ? { lastEnd } : {}),
    ...unseenEnd(task, found, ports),
    ...(clockAheadMs ? { clockAheadMs } : {}),
    ...(isWithEngine ? { endedWithEngine: true } : {}),
    ...(startedWithEngine(task, found, ports) ? { startedWithEngine: true } : {}),
    ...(madeBeforeEngine(found, node, ports) ? { madeBeforeEngine: true } : {}),
  }
}

/** Adds what matters only for a task that may be worked on. */
function observeActive(view: OpenView, containers: readonly HostContainer[], ports: Ports): Observation {
  const { task, name } = view
  const [container] = containers
  const wanted = wantedContainer(task, container ?? name, ports)
  const holder = holderFor(view, container, ports)
  const baseline = baselineOfTask(keyOf(task), ports.store)
  const made = wanted && container ? { task, wanted, container, baseline } : undefined
  view.image = imageState(task, ports)
  const image = imageOf(task, ports)
  if (image !== declaredImage(task)) view.pinned = image
  if (made && hasOwnTemplate(task, ports)) view.drift = known(driftViews(made, ports), task, ports)
  const stale = container && staleLink(task, { container, wanted }, ports)
  if (stale) view.drift = [...view.drift, stale]
  view.fused = fusedFields(task, baseline)
  if (consentOf(ports.store, task.metadata.namespace)) view.isAdopted = true
  if (container?.State.Status === 'running') noteRunning(view, container, ports)
  else noteUnstarted(view, { wanted, container, baseline }, ports)
  if (holder) view.nameHolder = holder
  const said = made ? discarded(made, ports) : []
  return wanted ? { view, containers, discarded: said, wanted } : { view, containers, discarded: said }
}

/** Who holds the name that the task needs. While the task has no container, also one that docker compose runs in its place. */
function holderFor({ task, name }: TaskView, container: HostContainer | undefined, ports: Ports) {
  return nameHolder(task, name, ports) ?? (container ? undefined : atWork(task, ports))
}

/** Leaves out drift in references to another container until that one exists and runs; until then the task keeps its reference. */
function known(drift: readonly DriftView[], task: V1Task, ports: Ports): readonly DriftView[] {
  const isOpen = drift.some(isReference) && (sharedNeeds(task, ports).length > 0 || isJoinedDown(task, ports))
  return isOpen ? drift.filter((each) => !isReference(each)) : drift
}

function isReference({ fuse }: DriftView): boolean {
  return fuse !== undefined
}

function noteRunning(view: OpenView, container: HostContainer, ports: Ports): void {
  const restart = restartFor(view.task, container, ports)
  if (restart) view.restartFor = restart
  if (unknownJoined(view.task, ports).length > 0) view.joinsUnknown = true
  if (isTakenOver(view.task, ports)) view.isTakenOver = true
  if (view.drift.some(({ heal }) => heal.by === 'recreate' || heal.by === 'replace'))
    view.needs = volumeNeeds(view.task, ports)
}

function isTakenOver(task: V1Task, { store }: Ports): boolean {
  if (task.metadata.annotations?.[annotations.adopted] === undefined) return false
  return store.get('Service', serviceKeyOf(task))?.status?.currentRevision !== task.spec.revision
}

interface Unstarted {
  readonly wanted: WantedContainer | undefined
  readonly container: HostContainer | undefined
  readonly baseline: TaskBaseline | undefined
}

/** Adds what a task needs before its start, and why its stopped container can't start again. */
function noteUnstarted(view: OpenView, { wanted, container, baseline }: Unstarted, ports: Ports): void {
  const { task } = view
  if (!container && baseline?.fields) view.hadContainer = true
  if (!container && goneWithEngine(task, ports)) view.goneWithEngine = true
  view.needs = [
    ...unsupportedNeeds(wanted),
    ...(container ? [] : adoptionNeeds(task, ports)),
    ...needsOf(task, ports, {
      first: !container || container.State.Status === 'created',
      isMade: container !== undefined,
    }),
  ]
  const lacked = container ? undefined : lackedMount(task, ports)
  if (lacked) view.lackedMount = lacked
  const holder = container && container.State.Status !== 'created' ? undefined : portHolder(task, ports)
  if (holder) view.portHolder = holder
  const lost = container && lostWith(container, view, ports)
  if (lost !== undefined) view.lost = lost
}

function lostWith(container: HostContainer, { task, drift }: TaskView, ports: Ports): string | undefined {
  const networks = ports.inventory.host(task.spec.node ?? '')?.networks
  const network = networks && lostNetwork(container, networks)
  if (network !== undefined) return `its network ${network} is gone`
  return movedContent(container, task, ports) ?? drift.find(isReference)?.message
}

/**
 * Whether the task's template is the one that its container was made from. A task that was adopted with an unknown revision has today's
 * template instead, and its rollout replaces it.
 */
function hasOwnTemplate(task: V1Task, ports: Ports): boolean {
  return task.spec.revision === undefined || revisionOf(task, ports) !== undefined
}

/** Settings that the node's engine would silently drop, and without which the container would not be as declared. */
function unsupportedNeeds(wanted: WantedContainer | undefined): readonly Need[] {
  const essential = (wanted?.unsupported ?? []).filter(({ harmless }) => !harmless)
  return essential.map(({ field, needs }) => ({
    reason: holdReasons.unsupported,
    message: `${field} needs API ${needs}: take it out, or run the task on a newer engine`,
  }))
}

/** A task's containers on its node, without those kept of failures. The one to keep comes first: a running one, else the oldest. */
function containersOf(task: V1Task, { inventory }: Ports): readonly HostContainer[] {
  const found = inventory
    .containersOf(task.metadata.name)
    .filter(({ node, container }) => node === task.spec.node && isOf(task, container))
    .map(({ container }) => container)
  if (found.length < 2) return found
  return [...found].sort((a, b) => rank(a) - rank(b) || ((a.Created ?? '') < (b.Created ?? '') ? -1 : 1))
}

function rank(container: HostContainer): number {
  return container.State.Status === 'running' ? 0 : 1
}
