import type { V1Task } from '../../../api/v1/generated/types.ts'
import { labels } from '../../../api/v1/labels.ts'
import type { WantedContainer } from '../../../engine/container/want.ts'
import { nameOf } from '../../../engine/container/name.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import { driftOf, healingUpdate, type Drift, type DriftArgs } from '../../../engine/normalise/drift.ts'
import type { UpdateBody } from '../../../engine/types/container.ts'
import { discardedOf } from '../../../engine/normalise/baseline.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { TaskBaseline } from './baseline.ts'
import { surroundingsOf } from './surroundings.ts'
import type { DriftView } from '../view.ts'

/** What a comparison needs: the container, what is wanted of it, and how it came out of its create. */
export interface Compared {
  readonly task: V1Task
  readonly wanted: WantedContainer
  readonly container: HostContainer
  readonly baseline: TaskBaseline | undefined
}

/** How a container differs from what is declared. */
export function driftViews(compared: Compared, ports: Ports): readonly DriftView[] {
  const views = driftOf(argsOf(compared, ports)).flatMap((drift) => viewsOf(inWords(drift, compared.task, ports)))
  const stubborn = compared.baseline?.stubborn
  return stubborn ? views.map((view) => withoutUpdate(view, stubborn)) : views
}

/** Ids of containers say nothing to people: what is shared with another one by now is told by whose it is. */
function inWords(drift: Drift, { spec }: V1Task, { inventory }: Ports): Drift {
  const { field, found = '', wanted = '' } = drift
  const what = SHARED.get(field)
  if (what === undefined || !CONTAINER.test(found)) return drift
  const containers = inventory.host(spec.node ?? '')?.containers
  const others = wanted.match(CONTAINERS)?.filter((id) => !found.includes(id)) ?? []
  const names = new Set(others.map((id) => wordFor(containers?.get(id))))
  if (names.size === 0 || names.has(undefined)) return drift
  const was = names.size === 1 ? 'was' : 'were'
  return { ...drift, message: `${[...names].join(' and ')}, whose ${what} it shares, ${was} replaced` }
}

/** Its service, where it is one of ours. */
function wordFor(container: HostContainer | undefined): string | undefined {
  return container && (container.Config.Labels?.[labels.name] ?? nameOf(container))
}

const SHARED: ReadonlyMap<string, string> = new Map([
  ...['NetworkMode', 'IpcMode', 'PidMode'].map((mode) => [`HostConfig.${mode}`, 'namespace'] as const),
  ['HostConfig.VolumesFrom', 'volumes'],
])
const CONTAINER = /\b[0-9a-f]{64}\b/
const CONTAINERS = new RegExp(CONTAINER, 'g')

/** What an update did not change, though the engine said so, takes a new container. */
function withoutUpdate(view: DriftView, stubborn: readonly string[]): DriftView {
  return view.heal.by === 'update' && stubborn.includes(view.field) ? { ...view, heal: { by: 'recreate' } } : view
}

/** The body of the update that heals what an update can. */
export function updateBody(compared: Compared, ports: Ports): UpdateBody {
  return healingUpdate(argsOf(compared, ports)) ?? {}
}

/** A field that names another container by its id may recreate it for each that the other was. */
function fuseOf(field: string, wanted = ''): { readonly fuse?: string } {
  const isReference = field === 'HostConfig.VolumesFrom' || wanted.includes('container:')
  return isReference ? { fuse: `${field} ${wanted}` } : {}
}

/** A name is changed back only when it is free: the plan sees to that. */
function viewsOf({ field, message, heal, wanted }: Drift): readonly DriftView[] {
  switch (heal.by) {
    case 'rename':
      return []
    case 'update':
      return [{ field, message, heal: { by: 'update' } }]
    case 'recreate':
      return [{ field, message, heal: { by: 'recreate' }, ...fuseOf(field, wanted) }]
    case 'connect':
    case 'disconnect':
      return [{ field, message, heal }]
  }
}

/** What was declared and the kernel or the engine did not do, in words. */
export function discarded({ task, wanted, baseline }: Omit<Compared, 'container'>, ports: Ports): readonly string[] {
  return discardedOf(wanted, baseline?.fields, surroundingsOf(task, ports))
}

function argsOf({ task, wanted, container, baseline }: Compared, ports: Ports): DriftArgs {
  const around = surroundingsOf(task, ports)
  return baseline?.fields
    ? { wanted, container, baseline: baseline.fields, ...around }
    : { wanted, container, ...around }
}
