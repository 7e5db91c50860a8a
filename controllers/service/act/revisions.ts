import type { V1Revision } from '../../../api/v1/generated/types.ts'
import { setCondition } from '../../../api/v1/conditions.ts'
import { lastGood, newestFirst } from '../../../api/v1/failed-revision.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { annotations, objectLabels } from '../../../api/v1/labels.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import { ownerReference } from '../../../api/v1/owner.ts'
import { conditionTypes, serviceReasons } from '../../../api/v1/reasons.ts'
import type { Store } from '../../../store/objects/store.ts'
import { originIn } from '../../../store/source/acceptance/origins.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { ServiceView, Target } from '../view.ts'

/** Characters of a service's text that a revision keeps (crds/source/revision.yaml); of a longer one it keeps none. */
const TEXT_LIMIT = 1_048_576

/** What is said of a new revision, until a task of it is ready. */
const NEVER_READY = {
  type: conditionTypes.rolledOut,
  status: 'Unknown',
  reason: serviceReasons.neverReady,
  message: 'no task of it was ready yet',
} as const

/**
 * Writes the revision of a target, if it is new, and lets the oldest go beyond the limit; those in use stay. One that is wanted
 * again is the newest from then on. Its text is the last one that the service was written in.
 */
export function keepRevision(view: ServiceView, target: Target, { store, clock }: Ports): void {
  const known = view.revisions.find((revision) => revision.spec.hash === target.hash)
  if (known) return renew(view, known, { text: sourceText(view, target, store), store })
  const made = revisionOf(view, target, sourceText(view, target, store))
  store.create('Revision', { ...made, status: { conditions: setCondition([], NEVER_READY, clock.now()) } })
  for (const old of expired(view, target)) store.delete('Revision', keyOf(old))
}

interface Renewal {
  readonly text: string | undefined
  readonly store: Store
}

function renew({ revisions }: ServiceView, known: V1Revision, { text, store }: Renewal): void {
  const { number, sourceText: kept } = known.spec
  const newest = newestOf(revisions)
  const isRewritten = text !== undefined && text !== kept
  if (number === newest && !isRewritten) return
  store.update('Revision', keyOf(known), (draft) => {
    if (number !== newest) draft.spec.number = newest + 1
    if (isRewritten) draft.spec.sourceText = text
  })
}

function newestOf(revisions: readonly V1Revision[]): number {
  return Math.max(0, ...revisions.map(({ spec }) => spec.number))
}

/** The service's text as it stands in its file: what an undo writes back, so that half of it is of no use. */
function sourceText({ service, revisions }: ServiceView, { template }: Target, store: Store): string | undefined {
  // Its file says something else than what an undo brought back.
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
    },
    spec: {
      service: name,
      hash: target.hash,
      number: newestOf(revisions) + 1,
      template: target.template,
      contents: { ...target.contents },
      ...(target.image !== undefined ? { imageDigests: { [target.template.image ?? '']: target.image } } : {}),
      ...(text !== undefined ? { sourceText: text } : {}),
    },
  }
}

/** What a task that comes to another revision in place runs, that revision is pinned to. */
export function carryImage(
  { service, revisions }: ServiceView,
  { from, to }: { readonly from: string | undefined; readonly to: string },
  { store }: Ports,
): void {
  const own = revisions.find((revision) => revision.spec.hash === from)?.spec.imageDigests
  const { name, namespace } = service.metadata
  if (!own) return
  store.update('Revision', keyFor(namespace, `${name}-${to}`), (draft) => {
    draft.spec.imageDigests = { ...own, ...draft.spec.imageDigests }
  })
}

/** The revisions beyond the limit, oldest first, but for those that a task runs, and that a rollback or an undo would need. */
function expired({ service, revisions, tasks }: ServiceView, target: Target): readonly V1Revision[] {
  const limit = service.spec.revisionHistoryLimit ?? 10
  const inUse = new Set([target.hash, service.status?.currentRevision, ...tasks.map((task) => task.spec.revision)])
  const good = lastGood(revisions, target.hash)
  if (good && limit > 1) inUse.add(good.spec.hash)
  return newestFirst(revisions)
    .slice(Math.max(0, limit - 1))
    .filter((revision) => !inUse.has(revision.spec.hash))
}
