import type { V1RevisionSpec, V1Task, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { pinnedId, pinnedImage, pinnedOn } from '../../../api/v1/pinned-image.ts'
import { isEndless } from '../../task/plan/restart.ts'
import { mayEnd } from '../ended.ts'
import { replicaOf } from '../replica.ts'
import { pinOfTarget } from '../target.ts'
import type { ServiceView } from '../view.ts'

/**
 * Whether a task can be changed to a revision in place, without a new container. Not if it fails: its past failures would be counted
 * against the new revision, which was never tried.
 */
export function becomes(view: ServiceView, old: V1Task, revision: string): boolean {
  const to = templateOf(view, revision)
  return (
    to !== undefined &&
    goesOn(view, old, to) &&
    isKnown(view, old) &&
    sameContents(view, old, revision) &&
    sameImage(view, old, revision) &&
    (view.inPlace(old.spec.template, to) || isStill(view, old, revision))
  )
}

/** The template of a revision that a service has, or is about to. */
export function templateOf(view: ServiceView, revision: string): V1TaskTemplate | undefined {
  return specOf(view, revision)?.template ?? view.target?.template
}

/** Whether the container is still of that revision, as the engine refused the change away from it. Remaining differences are then drift. */
function isStill({ service }: ServiceView, old: V1Task, revision: string): boolean {
  return replicaOf(old).unchanged && service.status?.currentRevision === revision
}

/**
 * Whether a task runs well, or completed and has nothing more to do. One that may not end, and did in an update that did not get through,
 * is tried anew: its end tells nothing of the new revision.
 */
function goesOn(view: ServiceView, { spec, status = {} }: V1Task, to: V1TaskTemplate): boolean {
  const { phase, failures = 0, healthy } = status
  // Before its first deployment is through, nothing was updated.
  const { currentRevision = spec.revision } = view.service.status ?? {}
  if (phase === 'Completed') return !isEndless(to) && (mayEnd(view) || spec.revision === currentRevision)
  return phase !== 'Failed' && failures === 0 && healthy !== 'False'
}

/**
 * Whether the store knows the task's revision. A task adopted with an unknown revision was given today's template, which says nothing about
 * its container.
 */
function isKnown(view: ServiceView, { spec }: V1Task): boolean {
  return specOf(view, spec.revision) !== undefined
}

function specOf({ revisions }: ServiceView, hash: string | undefined): V1RevisionSpec | undefined {
  return revisions.find(({ spec }) => spec.hash === hash)?.spec
}

/** New content is mounted from another path, which takes a new container. */
function sameContents(view: ServiceView, old: V1Task, revision: string): boolean {
  const wanted = view.target?.hash === revision ? view.target.contents : specOf(view, revision)?.contents
  return stableJson(wanted ?? {}) === stableJson(old.spec.contents ?? {})
}

/**
 * A tag that now resolves to another image takes a new container. A tag that was never resolved counts as unchanged. An id is compared with
 * a digest, too: where containerd keeps images, it is one.
 */
function sameImage(view: ServiceView, old: V1Task, revision: string): boolean {
  const { target, revisions } = view
  const { template, node = '' } = old.spec
  const yetToBe = target?.hash === revision ? pinOfTarget(target, revisions) : undefined
  const before = pinOf(specOf(view, old.spec.revision), template.image, node)
  const after = pinOf(specOf(view, revision) ?? yetToBe, template.image, node)
  return before === undefined || after === undefined || pinnedId(before) === pinnedId(after)
}

type Pins = Pick<V1RevisionSpec, 'imageDigests' | 'imageIDs'>

/** What a revision's image is on a node: an id of its own where that is known, else what the revision is pinned to as a whole. */
function pinOf(spec: Pins | undefined, image: string | undefined, node: string): string | undefined {
  return pinnedOn(spec, image ?? '', node) ?? pinnedImage(spec, image)
}
