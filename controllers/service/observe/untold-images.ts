import type { V1RevisionSpec } from '../../../api/v1/generated/types.ts'
import { isKeptFailure } from '../../../api/v1/names.ts'
import { pinnedImage, pinnedOn } from '../../../api/v1/pinned-image.ts'
import type { Inventory } from '../../../engine/inventory.ts'
import { nodeHold } from '../../holds/node-hold.ts'
import type { Ports } from '../../runtime/ports.ts'
import { isRetiring } from '../../../api/v1/task-phase.ts'
import { pinOfTarget } from '../target.ts'
import type { ServiceView } from '../view.ts'

/** A container whose revision is not pinned to any image on its node. */
export interface Unpinned {
  readonly node: string
  /** The id of the image that it runs. */
  readonly image: string
  /** The hash of its revision. */
  readonly revision: string
  /** What the revision's template calls the image. */
  readonly declared: string
}

/**
 * The containers whose revisions are to be pinned to what these run: of tasks, and such as may be adopted. What we make ourselves is pinned
 * before; an adopted one is as soon as its node tells of its image. None where the service is paused, or goes.
 */
export function unpinnedIn(view: ServiceView, ports: Ports): readonly Unpinned[] {
  if (view.service.metadata.deletionTimestamp !== undefined || view.paused) return []
  const specs = openIn(view)
  if (specs.size === 0) return []
  const unpinned = ({ node, revision, imageThere }: Placed): readonly Unpinned[] => {
    const spec = specs.get(revision)
    const declared = spec?.template.image
    if (declared === undefined || pinnedOn(spec, declared, node) !== undefined) return []
    const image = imageThere(ports.inventory)
    return image === undefined ? [] : [{ node, image, revision, declared }]
  }
  return [...arriving(view), ...placed(view)].flatMap(unpinned)
}

type Revised = Pick<V1RevisionSpec, 'template' | 'imageDigests' | 'imageIDs'>

/** The revisions by hash, and the one that is about to be stored, but for those that are pinned to one image for all nodes. */
function openIn({ revisions, target }: ServiceView): ReadonlyMap<string, Revised> {
  const coming: readonly [string, Revised][] = target
    ? [[target.hash, { template: target.template, ...pinOfTarget(target, revisions) }]]
    : []
  const all = new Map([...coming, ...revisions.map(({ spec }): [string, Revised] => [spec.hash, spec])])
  return new Map([...all].filter(([, spec]) => !isPinnedForAll(spec)))
}

function isPinnedForAll(spec: Revised): boolean {
  const { image } = spec.template
  return image !== undefined && spec.imageIDs === undefined && pinnedImage(spec, image) !== undefined
}

interface Placed {
  readonly node: string
  readonly revision: string
  readonly imageThere: (inventory: Inventory) => string | undefined
}

function arriving({ adoptable }: ServiceView): readonly Placed[] {
  const wanted = adoptable.filter(({ superseded, undecided, surplus }) => !(superseded ?? undecided ?? surplus))
  return wanted.map(({ node, revision, id }) => ({
    ...{ node, revision },
    imageThere: (inventory) => inventory.host(node)?.containers.get(id)?.Image,
  }))
}

function placed({ tasks }: ServiceView): readonly Placed[] {
  return tasks.flatMap((task) => {
    const { node, revision } = task.spec
    if (node === undefined || revision === undefined || isRetiring(task)) return []
    return [{ node, revision, imageThere: (inventory: Inventory) => imageOf(task.metadata.name, node, inventory) }]
  })
}

function imageOf(task: string, node: string, inventory: Inventory): string | undefined {
  const found = inventory.containersOf(task).find((each) => each.node === node && !isKeptFailure(each.container.Name))
  return found?.container.Image
}

/** Those of them whose images nobody looked up yet, on nodes that may be asked. */
export function untoldIn(view: ServiceView, ports: Ports): readonly Unpinned[] {
  return unpinnedIn(view, ports).filter(
    ({ node, image }) => ports.inventory.image(node, image) === undefined && !nodeHold(node, ports),
  )
}
