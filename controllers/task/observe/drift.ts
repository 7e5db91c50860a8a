import type { V1Task } from '../../../api/v1/generated/types.ts'
import { labels } from '../../../api/v1/labels.ts'
import type { WantedContainer } from '../../../engine/container/want.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import { driftOf, healingUpdate, type Drift, type DriftArgs } from '../../../engine/normalise/drift.ts'
import type { UpdateBody } from '../../../engine/types/container.ts'
import { discardedOf } from '../../../engine/normalise/baseline.ts'
import type { Ports } from '../../runtime/ports.ts'
import { declaredImage, imageOf } from '../pin.ts'
import type { TaskBaseline } from './baseline.ts'
import { familiarNameOf } from './joined.ts'
import { keepsVolumes } from './shared.ts'
import { surroundingsOf } from './surroundings.ts'
import type { DriftView } from '../view.ts'

/** The inputs of a comparison: the container, the wanted one, and the baseline. */
export interface Compared {
  readonly task: V1Task
  readonly wanted: WantedContainer
  readonly container: HostContainer
  readonly baseline: TaskBaseline | undefined
}

/** The differences between a container and its declaration. */
export function driftViews(compared: Compared, ports: Ports): readonly DriftView[] {
  const told = driftOf(argsOf(compared, ports)).filter(({ field }) => !passesBy(field, compared, ports))
  const views = told.flatMap((drift) => viewsOf(inWords(drift, compared.task, ports)))
  const stubborn = compared.baseline?.stubborn
  return stubborn ? views.map((view) => unlessStubborn(view, stubborn)) : views
}

/** Whether a difference is none, or will not last. */
function passesBy(field: string, compared: Compared, ports: Ports): boolean {
  if (field === 'HostConfig.VolumesFrom') return keepsVolumes(compared.task, ports)
  return field === 'Image' && precedesTag(compared, ports)
}

/**
 * Whether we made a container, and its image is not known on the node by the name that it is to be made again by: nobody looked it up since
 * the start, or the tag moved and that image has lost its name. The container has no other image for that.
 */
function precedesTag({ task, container }: Compared, ports: Ports): boolean {
  const onNode = (name: string) => {
    const image = ports.inventory.image(task.spec.node ?? '', name)
    return image === 'absent' ? undefined : image
  }
  if (container.Config.Labels?.[labels.createdByRevision] === undefined) return false
  const now = onNode(declaredImage(task))
  return now?.Id !== container.Image && onNode(imageOf(task, ports)) === undefined
}

/** Names the service of a container that was replaced, for a difference in a reference to it: container ids mean nothing to people. */
function inWords(drift: Drift, { spec }: V1Task, { inventory }: Ports): Drift {
  const { field, found = '', wanted = '' } = drift
  const what = SHARED.get(field)
  if (what === undefined || !CONTAINER.test(found)) return drift
  const containers = inventory.host(spec.node ?? '')?.containers
  const others = wanted.match(CONTAINERS)?.filter((id) => !found.includes(id)) ?? []
  const names = new Set(others.map((id) => familiarNameOf(containers?.get(id))))
  if (names.size === 0 || names.has(undefined)) return drift
  const was = names.size === 1 ? 'was' : 'were'
  return { ...drift, message: `${[...names].join(' and ')}, whose ${what} it shares, ${was} replaced` }
}

const SHARED: ReadonlyMap<string, string> = new Map([
  ...['NetworkMode', 'IpcMode', 'PidMode'].map((mode) => [`HostConfig.${mode}`, 'namespace'] as const),
  ['HostConfig.VolumesFrom', 'volumes'],
])
const CONTAINER = /\b[0-9a-f]{64}\b/
const CONTAINERS = new RegExp(CONTAINER, 'g')

/** A field that its healing left unchanged takes a recreation instead. */
function unlessStubborn(view: DriftView, stubborn: readonly string[]): DriftView {
  return stubborn.includes(view.field) ? { ...view, heal: { by: 'recreate' } } : view
}

/** The body of the update that heals all drift that an update can heal. */
export function updateBody(compared: Compared, ports: Ports): UpdateBody {
  return healingUpdate(argsOf(compared, ports)) ?? {}
}

/** The fuse of a field that refers to another container by id: it may recreate once for each id. */
function fuseOf(field: string, wanted = ''): { readonly fuse?: string } {
  const isReference = field === 'HostConfig.VolumesFrom' || wanted.includes('container:')
  return isReference ? { fuse: `${field} ${wanted}` } : {}
}

/** Drift as the plan needs it, without renames: the plan itself changes a name back once that is free. */
function viewsOf({ field, message, heal, wanted }: Drift): readonly DriftView[] {
  switch (heal.by) {
    case 'rename':
      return []
    case 'update':
      return [{ field, message, heal: { by: 'update' } }]
    case 'recreate':
      return [{ field, message, heal: { by: 'recreate' }, ...fuseOf(field, wanted) }]
    case 'replace':
      return [{ field, message, heal: { by: 'replace' } }]
    case 'connect':
    case 'disconnect':
      return [{ field, message, heal }]
  }
}

/** Declared settings that the kernel or the engine ignored, in words. */
export function discarded({ task, wanted, baseline }: Omit<Compared, 'container'>, ports: Ports): readonly string[] {
  return discardedOf(wanted, baseline?.fields, surroundingsOf(task, ports))
}

function argsOf({ task, wanted, container, baseline }: Compared, ports: Ports): DriftArgs {
  const around = surroundingsOf(task, ports)
  return baseline?.fields
    ? { wanted, container, baseline: baseline.fields, ...around }
    : { wanted, container, ...around }
}
