import type { V1Revision, V1Task, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { setCondition } from '../../../api/v1/conditions.ts'
import { lastGood, newestFirst } from '../../../api/v1/failed-revision.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { annotations, objectLabels } from '../../../api/v1/labels.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import { ownerReference } from '../../../api/v1/owner.ts'
import { pinnedImage } from '../../../api/v1/pinned-image.ts'
import { conditionTypes, serviceReasons } from '../../../api/v1/reasons.ts'
import type { Store } from '../../../store/objects/store.ts'
import { originIn } from '../../../store/source/acceptance/origins.ts'
import type { Ports } from '../../runtime/ports.ts'
import { pinOfTarget } from '../target.ts'
import type { ServiceView, Target } from '../view.ts'

/** The largest source text of a service that a revision keeps, in characters (crds/source/revision.yaml); a longer one is left out. */
const TEXT_LIMIT = 1_048_576

/** The condition of a new revision, until a task of it is ready. */
const NEVER_READY = {
  type: conditionTypes.rolledOut,
  status: 'Unknown',
  reason: serviceReasons.neverReady,
  message: 'no task of it was ready yet',
} as const

/**
 * Stores the revision of a target if it is new, and deletes the oldest beyond the history limit, except those in use. A revision that is
 * the target again gets the newest number, the latest source text, and the paths where its build's sources are now.
 */
export function keepRevision(view: ServiceView, target: Target, { store, clock }: Ports): void {
  const known = view.revisions.find((revision) => revision.spec.hash === target.hash)
  if (known) return renew(view, known, { template: target.template, text: sourceText(view, target, store), store })
  const made = revisionOf(view, target, sourceText(view, target, store))
  store.create('Revision', { ...made, status: { conditions: setCondition([], NEVER_READY, clock.now()) } })
  giveOwnTemplate(view, target, store)
  for (const old of expired(view, target)) store.delete('Revision', keyOf(old))
}

/**
 * Gives the tasks of a revision its template. A task that was adopted before the revision was known has another one, which its container
 * would be compared with, and made anew by, from now on.
 */
function giveOwnTemplate({ tasks }: ServiceView, { hash, template, contents }: Target, store: Store): void {
  for (const task of tasks.filter(({ spec }) => spec.revision === hash))
    store.update('Task', keyOf(task), ({ spec }) => void Object.assign(spec, { template, contents }))
}

interface Renewal {
  readonly template: V1TaskTemplate
  readonly text: string | undefined
  readonly store: Store
}

function renew({ revisions }: ServiceView, known: V1Revision, { template, text, store }: Renewal): void {
  const { number, sourceText: kept } = known.spec
  const newest = newestOf(revisions)
  const isRewritten = text !== undefined && text !== kept
  const isMoved = stableJson(known.spec.template.build) !== stableJson(template.build)
  if (number === newest && !isRewritten && !isMoved) return
  store.update('Revision', keyOf(known), (draft) => {
    if (number !== newest) draft.spec.number = newest + 1
    if (isRewritten) draft.spec.sourceText = text
    if (isMoved) draft.spec.template = template
  })
}

function newestOf(revisions: readonly V1Revision[]): number {
  return Math.max(0, ...revisions.map(({ spec }) => spec.number))
}

/** The service's text from its file. An undo writes it back, so a partial text would be of no use. */
function sourceText({ service, revisions }: ServiceView, { template }: Target, store: Store): string | undefined {
  // After an undo the file still has the text of another revision.
  if (service.metadata.annotations?.[annotations.undone] !== undefined)
    return revisions.find(({ spec }) => stableJson(spec.template) === stableJson(template))?.spec.sourceText
  const text = originIn(store, `Service/${keyOf(service)}`)?.text
  return text !== '' && text !== undefined && text.length <= TEXT_LIMIT ? text : undefined
}

function revisionOf({ service, revisions }: ServiceView, target: Target, text: string | undefined): V1Revision {
  const { name, namespace = '' } = service.metadata
  return {
    apiVersion: API_VERSION,
    kind: 'Revision',
    metadata: {
      name: `${name}-${target.hash}`,
      namespace,
      labels: { [objectLabels.service]: name, [objectLabels.revision]: target.hash },
      ownerReferences: [ownerReference(service)],
      ...(target.image === undefined ? {} : { annotations: { [annotations.image]: target.image } }),
    },
    spec: {
      service: name,
      hash: target.hash,
      number: newestOf(revisions) + 1,
      template: target.template,
      contents: { ...target.contents },
      ...pinOfTarget(target, revisions),
      ...(text !== undefined ? { sourceText: text } : {}),
    },
  }
}

/**
 * Pins a revision to the image of a task that is changed to it in place, as the container keeps its image: where that is its node's own, to
 * this node's alone.
 */
export function carryImage(
  { service, revisions }: ServiceView,
  { task: { spec }, to }: { readonly task: V1Task; readonly to: string },
  { store }: Ports,
): void {
  const before = revisions.find(({ spec: { hash } }) => hash === spec.revision)?.spec
  const key = keyFor(service.metadata.namespace, `${service.metadata.name}-${to}`)
  const after = store.get('Revision', key)?.spec
  if (!before?.imageDigests || !after) return
  const isOpen = after.imageIDs !== undefined || pinnedImage(after, spec.template.image) === undefined
  const own = Object.entries(before.imageIDs ?? {}).filter(([node]) => node === spec.node)
  const imageIDs = before.imageIDs && isOpen ? { ...Object.fromEntries(own), ...after.imageIDs } : undefined
  store.update('Revision', key, (draft) => {
    draft.spec.imageDigests = { ...before.imageDigests, ...draft.spec.imageDigests }
    if (imageIDs) draft.spec.imageIDs = imageIDs
  })
}

/** The revisions beyond the history limit, except those that a task, a rollback or an undo needs. */
function expired({ service, revisions, tasks }: ServiceView, target: Target): readonly V1Revision[] {
  const limit = service.spec.revisionHistoryLimit ?? 10
  const inUse = new Set([target.hash, service.status?.currentRevision, ...tasks.map((task) => task.spec.revision)])
  const good = lastGood(revisions, target.hash)
  if (good && limit > 1) inUse.add(good.spec.hash)
  return newestFirst(revisions)
    .slice(Math.max(0, limit - 1))
    .filter((revision) => !inUse.has(revision.spec.hash))
}
