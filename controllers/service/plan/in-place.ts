import type { V1RevisionSpec, V1Task, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { pinnedImage } from '../../../api/v1/pinned-image.ts'
import { isEndless } from '../../task/plan/restart.ts'
import { replicaOf } from '../replica.ts'
import type { ServiceView } from '../view.ts'

/**
 * Whether a task becomes one of a revision without a new container. One that failed, or goes on failing, does not: it would be
 * judged by how the old one did, and what is new would never have been tried.
 */
export function becomes(view: ServiceView, old: V1Task, revision: string): boolean {
  const to = specOf(view, revision)?.template ?? view.target?.template
  return (
    to !== undefined &&
    goesOn(old, to) &&
    isKnown(view, old) &&
    sameContents(view, old, revision) &&
    sameImage(view, old, revision) &&
    (view.inPlace(old.spec.template, to) || isStill(view, old, revision))
  )
}

/** Whether its container is of that revision still, as the engine refused to make it another: what differs all the same is drift. */
function isStill({ service }: ServiceView, old: V1Task, revision: string): boolean {
  return replicaOf(old).unchanged && service.status?.currentRevision === revision
}

/** Whether a task does well, or ended well and has nothing more to do. */
function goesOn({ status: { phase, failures = 0, healthy } = {} }: V1Task, to: V1TaskTemplate): boolean {
  if (phase === 'Completed') return !isEndless(to)
  return phase !== 'Failed' && failures === 0 && healthy !== 'False'
}

/** Whether a task's template is what it was made from: one that was adopted of a revision that nobody knows has today's. */
function isKnown(view: ServiceView, { spec }: V1Task): boolean {
  return specOf(view, spec.revision) !== undefined
}

function specOf({ revisions }: ServiceView, hash: string | undefined): V1RevisionSpec | undefined {
  return revisions.find(({ spec }) => spec.hash === hash)?.spec
}

/** New bytes are mounted from another place: that takes a new container. */
function sameContents(view: ServiceView, old: V1Task, revision: string): boolean {
  const wanted = view.target?.hash === revision ? view.target.contents : specOf(view, revision)?.contents
  return stableJson(wanted ?? {}) === stableJson(old.spec.contents ?? {})
}

/** A tag that was found to mean another image takes a new container; one that was not asked for means what it did. */
function sameImage(view: ServiceView, old: V1Task, revision: string): boolean {
  const { target } = view
  const image = old.spec.template.image ?? ''
  const before = pinnedImage(specOf(view, old.spec.revision), image)
  const after = pinnedImage(specOf(view, revision), image) ?? (target?.hash === revision ? target.image : undefined)
  return before === undefined || after === undefined || before === after
}
