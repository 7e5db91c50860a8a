import type { Draft } from 'immer'
import { withDefaults } from '../../../api/v1/validation/defaults.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { kindNames, type ObjectOf } from '../../../api/v1/kinds.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { losesData } from '../../../api/v1/loses-data.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import type { Store } from '../../objects/store.ts'
import type { Json } from '../../storage/storage.ts'
import { DESIRED, type Origin } from './accepted.ts'
import { objectOf, originIn } from './origins.ts'
import type { Claim } from './claims.ts'
import { handOver } from './hand-over.ts'
import { writeHolds } from '../facts/hold-facts.ts'
import type { Inheritance } from './losses.ts'
import type { AcceptancePlan } from './plan.ts'
import type { ResourceId } from '../reading/reading.ts'
import { isRenewable, renew } from './renew.ts'
import { writeHistory } from '../facts/root-facts.ts'
import { mergeThreeWay } from './three-way.ts'
import { laterKindsFirst, withdraw, type Withdrawal } from './withdraw.ts'

/** The outcome for each resource in a plan. */
export interface AcceptanceOutcome {
  readonly created: readonly ResourceId[]
  readonly changed: readonly ResourceId[]
  /** Volumes that were being deleted with their data and were declared again in time; absent where there are none. */
  readonly kept?: readonly ResourceId[]
  /** The changed resources of which only the build context changed; absent where there are none. */
  readonly ofContext?: readonly ResourceId[]
  readonly unchanged: readonly ResourceId[]
  readonly deleted: readonly Deletion[]
  /** The resources handed over to another root unchanged; absent where there are none. */
  readonly inherited?: readonly Inheritance[]
  /** Resources that are accepted once an object of the same name is deleted. */
  readonly waiting: readonly ResourceId[]
}

/** A withdrawn resource, what becomes of it, and why. */
export interface Deletion extends Withdrawal {
  readonly because: string
}

/** Writes a plan to the store: declared specs, labels and annotations, never a status. Equal values are not written. */
export function acceptPlan(store: Store, root: string, plan: AcceptancePlan): AcceptanceOutcome {
  const accepted = { created: [], changed: [], unchanged: [], waiting: [], kept: [] } as Record<Accepting, ResourceId[]>
  const claims = plan.actions.flatMap((action) => (action.do === 'accept' ? [action.claim] : []))
  const ofContext: ResourceId[] = []
  for (const claim of [...claims].sort(byKind)) {
    const { id } = claim.manifest
    const before = objectOf(store, id)
    accepted[accept(store, root, claim)].push(id)
    if (isOfContext(before, objectOf(store, id))) ofContext.push(id)
  }
  const inherited = plan.actions.filter((action) => action.do === 'hand over')
  for (const { accepted: each, heir } of inherited) handOver(store, each, heir)
  const deleted = plan.actions
    .filter((action) => action.do === 'delete')
    .sort((a, b) => laterKindsFirst(a.id, b.id))
    .map(({ id, because, found }) => {
      if (found) store.create(found.kind, found)
      return { ...withdraw(store, id), because }
    })
  const holds = plan.actions.flatMap((action) => (action.do === 'hold' ? [action.hold] : []))
  writeHolds(store, root, { ...plan, holds, head: plan.history.head })
  writeHistory(store, root, plan.history)
  const { kept, ...others } = accepted
  return {
    ...{ ...others, deleted },
    ...(kept.length > 0 ? { kept } : {}),
    ...(inherited.length > 0 ? { inherited } : {}),
    ...(ofContext.length > 0 ? { ofContext } : {}),
  }
}

/** Whether only the hash of the build context changed. */
function isOfContext(before: ObjectOf | undefined, after: ObjectOf | undefined): boolean {
  const hashOf = (object: ObjectOf | undefined) => object?.metadata.annotations?.[annotations.buildHash]
  const others = ({ spec, metadata }: ObjectOf) =>
    stableJson([spec, metadata.labels ?? {}, { ...metadata.annotations, [annotations.buildHash]: '' }])
  return !!before && !!after && hashOf(before) !== hashOf(after) && others(before) === others(after)
}

type Accepting = 'created' | 'changed' | 'unchanged' | 'waiting' | 'kept'

function byKind(a: Claim, b: Claim): number {
  return kindNames.indexOf(a.manifest.object.kind) - kindNames.indexOf(b.manifest.object.kind)
}

function accept(store: Store, root: string, claim: Claim): Accepting {
  const { id } = claim.manifest
  const live = objectOf(store, id)
  if (live && isBeingDeleted(live) && !isRenewable(live)) return 'waiting'
  const before = originIn(store, id)
  const result = write(store, live, objectToKeep(root, claim, { live, before }))
  const origin = originOf(root, claim, before)
  if (stableJson(before) !== stableJson(origin)) store.putFact('source', id, origin as unknown as Json)
  return result
}

function write(store: Store, live: ObjectOf | undefined, object: ObjectOf): Accepting {
  if (!live) return create(store, object)
  if (!isRenewable(live) || !isBeingDeleted(live)) return change(store, live, object)
  renew(store, live, object)
  return live.kind === 'Volume' && losesData(live) ? 'kept' : 'created'
}

function create(store: Store, object: ObjectOf): 'created' {
  store.create(object.kind, object)
  return 'created'
}

function change(store: Store, live: ObjectOf, object: ObjectOf): 'changed' | 'unchanged' {
  const { spec, metadata } = object
  const isSame =
    stableJson(live.spec) === stableJson(spec) &&
    stableJson(live.metadata.labels ?? {}) === stableJson(metadata.labels ?? {}) &&
    stableJson(live.metadata.annotations ?? {}) === stableJson(metadata.annotations ?? {})
  if (isSame) return 'unchanged'
  store.update(live.kind, keyOf(live), (draft: Draft<ObjectOf>) => {
    if (stableJson(live.spec) !== stableJson(spec)) draft.spec = spec
    if (metadata.labels) draft.metadata.labels = metadata.labels
    else delete draft.metadata.labels
    if (metadata.annotations) draft.metadata.annotations = metadata.annotations
  })
  return 'changed'
}

interface Sides {
  readonly live: ObjectOf | undefined
  readonly before: Origin | undefined
}

/**
 * The object to store. A watched file, or an object from the API, replaces the declaration; an apply is merged three-way, so that changes
 * by commands stay.
 */
function objectToKeep(root: string, { manifest, file }: Claim, { live, before }: Sides): ObjectOf {
  const { object } = manifest
  const { name, namespace, labels, annotations: declared } = object.metadata
  const source = file.written && before ? before.file : manifest.file
  const places = { [annotations.root]: root, [annotations.source]: source }
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels ? { labels } : {}),
    annotations: { ...resolvedImage(live, object), ...declared, ...places },
  }
  const isApplied = root === DESIRED && !file.written && live !== undefined && before?.applied !== undefined
  const spec = isApplied
    ? mergeThreeWay(before.applied, withoutUndo(live, before.applied) as Json, object.spec as Json)
    : object.spec
  if (isApplied)
    Object.assign(metadata.annotations, scaleOf(live, object, (spec as ObjectOf<'Service'>['spec']).replicas))
  return withDefaults({ apiVersion: object.apiVersion, kind: object.kind, metadata, spec } as ObjectOf)
}

/** The live spec to merge with. A template set by an undo is replaced by the applied one, so that the declared template wins entirely. */
function withoutUndo({ metadata, spec }: ObjectOf, applied: Json): ObjectOf['spec'] {
  const isUndone = metadata.annotations?.[annotations.undone] !== undefined
  return isUndone ? ({ ...spec, template: (applied as { template?: Json }).template } as ObjectOf['spec']) : spec
}

/** Keeps the annotation of a manual scale if the file states no replicas, and so leaves the number alone. */
function scaleOf(live: ObjectOf, object: ObjectOf, merged: number | undefined): { readonly [name: string]: string } {
  const scaled = live.metadata.annotations?.[annotations.scaled]
  if (scaled === undefined || live.kind !== 'Service' || object.kind !== 'Service') return {}
  return object.spec.replicas === undefined && live.spec.replicas === merged ? { [annotations.scaled]: scaled } : {}
}

/** Keeps the image that a tag was resolved to until another tag is declared. */
function resolvedImage(live: ObjectOf | undefined, object: ObjectOf): { readonly [name: string]: string } {
  if (live?.kind !== 'Service' || object.kind !== 'Service') return {}
  const image = live.metadata.annotations?.[annotations.image]
  const isSame = live.spec.template.image === object.spec.template.image
  return image !== undefined && isSame ? { [annotations.image]: image } : {}
}

/** The origin to record. A write over the API keeps what was last applied, as in kubectl: the next apply merges with that. */
function originOf(root: string, { manifest, file }: Claim, before: Origin | undefined): Origin {
  const { object, hash, sourceText, profiled, isWaitedToEnd } = manifest
  if (file.written && before && !before.written)
    return { ...before, ...(object.kind === 'Service' ? { text: sourceText } : {}) }
  return {
    ...(file.written ? { written: file.written } : {}),
    root,
    file: file.file,
    fileHash: file.hash,
    ...pick(file, ['mount', 'merged', 'parts', 'listed', 'isNamedByVariable', 'sent']),
    hash,
    ...(object.kind === 'Service' ? { text: sourceText } : {}),
    ...(root === DESIRED ? { applied: object.spec as Json } : {}),
    ...(profiled ? { profiled } : {}),
    ...(isWaitedToEnd ? { isWaitedToEnd } : {}),
  }
}
