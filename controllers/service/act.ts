import { annotations } from '../../api/v1/labels.ts'
import { keyOf } from '../../api/v1/names.ts'
import { serviceReasons } from '../../api/v1/reasons.ts'
import { nameOf } from '../../engine/container/name.ts'
import { adoptionOf } from '../adoption/records.ts'
import type { Ports } from '../runtime/ports.ts'
import { unseenNodes } from '../holds/unseen-nodes.ts'
import { noteMounted } from '../data/last-mounted.ts'
import { keptVolumesWords } from '../task/observe/copies.ts'
import { forgetRefusal, isAsBefore } from '../task/refused-update.ts'
import type { Forsaken } from './plan/forsaken.ts'
import { freeTaskName, nextIncarnation } from './incarnation.ts'
import { newTask, templateOf } from './act/new-task.ts'
import { successorAt } from './observe/ourselves.ts'
import type { ServiceAction } from './plan.ts'
import { carryImage } from './act/revisions.ts'
import { tellShared } from './act/shared-installation.ts'
import { metadataOf } from './plan/turned-away.ts'
import type { ServiceView } from './view.ts'

/** Why a task retires while its container may run on, on a node that can't be seen. */
const LEFT: ReadonlySet<Forsaken | undefined> = new Set(['replaced', 'lost', 'relieved'])

/** Carries out one action of a plan on the service's tasks. It only writes to the store: the task loop calls the engines. */
export function act(action: Exclude<ServiceAction, { do: 'take' }>, view: ServiceView, ports: Ports): void {
  const { store } = ports
  switch (action.do) {
    case 'adopt':
      return adopt(action, view, ports)
    case 'createTask': {
      if (action.standsIn) tellOf(action, { type: 'Warning', reason: serviceReasons.standIn }, { view, ports })
      return createTask(action, view, ports)
    }
    case 'revise':
      carryImage(view, { task: action.task, to: action.revision }, ports)
      return void store.update('Task', keyOf(action.task), (draft) => {
        Object.assign(draft.spec, templateOf(view, action.revision), { revision: action.revision })
        // Its past restarts say nothing about the new revision. Excused in the same write, in case this process ends here (S6).
        draft.status = { ...draft.status, excusedRestarts: draft.status?.restarts ?? 0 }
        if (isAsBefore(action.task)) forgetRefusal(draft)
      })
    case 'leave':
      return leave(action, view, ports)
    case 'rebind':
      return rebind(action, view, ports)
    case 'rename':
      return void store.update('Task', keyOf(action.task), (draft) => {
        draft.spec.containerName = action.name
      })
    case 'retire':
      if (action.evicted) tellOf(action, { type: 'Normal', reason: serviceReasons.evicted }, { view, ports })
      // Its unseen container may still run, and would be taken for that of a later task with the same name, and stay beside it (S5).
      if (LEFT.has(view.forsaken?.get(action.task.metadata.name))) nextIncarnation(view.service, ports)
      return void store.update('Task', keyOf(action.task), (draft) => {
        draft.spec.desiredState = 'Removed'
        if (action.evicted)
          draft.metadata.annotations = { ...draft.metadata.annotations, [annotations.evicted]: 'true' }
      })
    case 'handOver':
      return handOver(action, view, ports)
  }
}

function createTask(action: Extract<ServiceAction, { do: 'createTask' }>, view: ServiceView, ports: Ports): void {
  const { slot, revision, attempt, node, standsIn } = action
  const { restart } = view
  // Only while a host was not seen yet, as else a plan of a restart would name other tasks than its apply.
  const named = restart !== undefined && unseenNodes(ports.store).length > 0 ? { restart } : {}
  const free = freeTaskName(view.service, { slot, revision, attempt, ...named }, ports)
  const made = { ...free, slot, revision, ports, restart, standsIn }
  ports.store.create('Task', newTask(view, { ...made, ...(node ? { node } : {}) }))
}

function adopt(action: Extract<ServiceAction, { do: 'adopt' }>, view: ServiceView, ports: Ports): void {
  const { store } = ports
  const { task, slot, revision, node, paths, superseded } = action.container
  if (!adoptionOf(store, 'Container', action.container.id)) tellShared(view, action.container, ports)
  const made = newTask(view, { name: task, slot, revision, attempt: 0, node, paths, adopted: true, ports })
  // A task that is retiring from the start must not be healed first.
  if (action.retired) made.spec.desiredState = 'Removed'
  else noteMounted(made, node, store)
  if (superseded !== undefined) tellSuperseded(action, view, ports)
  store.create('Task', made)
}

/** Binds a task to the node of its container. The drift baseline belongs to its former container, so it is dropped. */
function rebind(action: Extract<ServiceAction, { do: 'rebind' }>, view: ServiceView, ports: Ports): void {
  const { task, node } = action
  tellOf(action, { type: 'Warning', reason: serviceReasons.foundElsewhere }, { view, ports })
  noteMounted(task, node, ports.store)
  ports.store.putFact('baseline', keyOf(task), undefined)
  ports.store.update('Task', keyOf(task), (draft) => {
    draft.spec.node = node
  })
}

function tellSuperseded(
  { container, because }: Extract<ServiceAction, { do: 'adopt' }>,
  view: ServiceView,
  ports: Ports,
): void {
  const found = ports.inventory.host(container.node)?.containers.get(container.id)
  const name = found ? nameOf(found) : container.task
  const words = `${name} on ${container.node} goes, as ${because}${found ? keptVolumesWords(found) : ''}`
  ports.recorder.record({
    object: `Service/${keyOf(view.service)}`,
    type: 'Warning',
    reason: serviceReasons.superseded,
    message: words,
  })
}

function leave(action: Extract<ServiceAction, { do: 'leave' }>, view: ServiceView, ports: Ports): void {
  const { task, leaves } = action
  if (leaves) tellOf(action, { type: 'Normal', reason: serviceReasons.taskMoves }, { view, ports })
  ports.store.update('Task', keyOf(task), (draft) => {
    draft.metadata = metadataOf(draft, leaves)
  })
}

/** Records an action that nobody asked for as an event. */
function tellOf(
  { because: message }: ServiceAction,
  said: { readonly type: 'Normal' | 'Warning'; readonly reason: string },
  { view, ports }: { readonly view: ServiceView; readonly ports: Ports },
): void {
  ports.recorder.record({ object: `Service/${keyOf(view.service)}`, ...said, message })
}

function handOver(action: Extract<ServiceAction, { do: 'handOver' }>, view: ServiceView, ports: Ports): void {
  const to = successorAt(action.task, ports)
  if (!to) return
  tellOf(action, { type: 'Normal', reason: serviceReasons.handingOver }, { view, ports })
  ports.ourselves?.handOver(to)
}
