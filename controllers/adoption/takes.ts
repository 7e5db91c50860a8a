import { composeLabels } from '../../api/v1/labels.ts'
import { keyFor, slotName } from '../../api/v1/names.ts'
import { holdReasons } from '../../api/v1/reasons.ts'
import { networksOf } from '../../api/v1/template-refs.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { nameOf } from '../../engine/container/name.ts'
import type { Run } from '../../engine/run.ts'
import type { Ports } from '../runtime/ports.ts'
import { desiredCount, slotsOf, type Slot } from '../service/slots.ts'
import type { ServiceView } from '../service/view.ts'
import { isRetiring } from '../../api/v1/task-phase.ts'
import { findContainers } from './find.ts'
import { type AdoptionView, type FoundContainer, planTaking, surplusOf } from './plan.ts'
import { lostContainer } from './lost.ts'
import { consentOf, isYetToLook } from './records.ts'
import { decide } from './take.ts'
import type { Placed, Take } from './view.ts'

/** The containers that a service adopts; `later` where it waits for another service or a network first. */
export type Takes = readonly Take[] | 'later'

/**
 * Whether a service should look for containers of others. Its stack has a consent, and nobody has looked yet, or a slot is empty, or a task
 * lost its container or finds its name taken.
 */
export function mayTake(view: ServiceView, ports: Pick<Ports, 'store' | 'inventory'>): boolean {
  const { store } = ports
  const { name, namespace = '', deletionTimestamp } = view.service.metadata
  if (!consentOf(store, namespace) || !view.target || deletionTimestamp !== undefined || view.stopped) return false
  if (isYetToLook(store, namespace, name) || slotsIn(view).some(isEmpty)) return true
  return view.tasks.some((task) => lacksName(task) || lostContainer(task, ports) !== undefined)
}

/** Finds the containers of others and decides how each is adopted. */
export async function takesFor(view: ServiceView, ports: Ports, run: Run): Promise<Takes> {
  const { service, target } = view
  const { namespace } = service.metadata
  const consent = consentOf(ports.store, namespace)
  if (!consent || !target) return []
  // The implied default network: the stack loop is about to create it.
  if (networksOf(target.template).some((each) => !ports.store.get('Network', keyFor(namespace, each)))) return 'later'
  const slots = slotsIn(view)
  const names = new Map(slots.map(({ number }) => [slotName(service, number), number]))
  const search = await findContainers({ service, consent, names: (name) => names.has(name) }, ports, run)
  if ('waitsFor' in search) return 'later'
  const arriving = view.adoptable.filter(({ superseded }) => superseded === undefined)
  const adoption: AdoptionView = {
    ...{ found: search.found.map(shown), tasks: view.tasks, slotNamed: (name) => names.get(name) },
    arriving: new Set(arriving.map(({ slot }) => slot)),
    ...(isGlobal(service.spec) ? { slotOn: (node) => slots.find((slot) => slot.node === node)?.number } : {}),
    hasContainer: ({ metadata }) => ports.inventory.containersOf(metadata.name).length > 0,
  }
  const takings = planTaking(adoption)
  const filled = slots.filter(({ live }) => live.some(adoption.hasContainer)).map(({ number }) => number)
  // What the pass before adopted has no task yet, and counts as well.
  const kept = new Set([...filled, ...arriving.flatMap(({ slot, surplus }) => (surplus ? [] : [slot]))])
  const wanted = desiredCount(service, view.nodes)
  const surplus = surplusOf(takings, wanted, kept.size)
  const byId = new Map(search.found.map((placed) => [placed.container.Id, placed]))
  const takes = takings.flatMap((taking) => {
    const placed = byId.get(taking.found.id)
    if (!placed) return []
    const idOf = (name: string) => search.idOn(placed.node, name)
    const serviceOf = (container: string) => search.serviceOn(placed.node, container)
    return [decide(taking, { view, target, adoption, placed, idOf, serviceOf }, { ports, run })]
  })
  const reason = `${wanted} ${wanted === 1 ? 'replica is' : 'replicas are'} declared`
  return (await Promise.all(takes)).map((take) => (surplus.has(take.slot) ? { ...take, surplus: reason } : take))
}

function slotsIn({ service, tasks, nodes }: ServiceView): readonly Slot[] {
  return slotsOf(service, tasks, nodes)
}

function isEmpty({ live, retiring }: Slot): boolean {
  return live.length + retiring.length === 0
}

function lacksName(task: ServiceView['tasks'][number]): boolean {
  return task.status?.reason === holdReasons.nameTaken && !isRetiring(task)
}

function shown({ node, container }: Placed): FoundContainer {
  const number = Number(container.Config.Labels?.[composeLabels.containerNumber])
  return {
    ...{ node, id: container.Id, name: nameOf(container), created: container.Created ?? '' },
    ...(Number.isInteger(number) && number > 0 ? { number } : {}),
    isRunning: container.State.Status === 'running',
  }
}
