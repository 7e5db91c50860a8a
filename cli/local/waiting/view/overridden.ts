import type { V1Service, V1ServiceSpec } from '../../../../api/v1/generated/types.ts'
import { exits } from '../../../../api/v1/installation/installation-error.ts'
import type { Outcome, OutcomeWords } from '../../../../api/v1/installation/progress.ts'
import { annotations } from '../../../../api/v1/labels.ts'
import type { ObjectOf } from '../../../../api/v1/kinds.ts'
import { stableJson } from '../../../../api/v1/language/hash.ts'
import { pick } from '../../../../api/v1/language/pick.ts'
import { describeRef, isBeingDeleted, namedOnCommandLine, refOf } from '../../../../api/v1/metadata.ts'
import { keyOf, serviceKeyOf } from '../../../../api/v1/names.ts'
import type { Key, Store } from '../../../../store/objects/store.ts'
import { type Accepted, DESIRED } from '../../../../store/source/acceptance/accepted.ts'
import { objectOf, originIn } from '../../../../store/source/acceptance/origins.ts'
import { resourceIdOf, type ResourceId } from '../../../../store/source/reading/reading.ts'
import { changesBetween } from '../../request/changes.ts'
import { endedWith, type Fault } from '../ends/faults.ts'
import type { WaitView } from './wait-view.ts'

/** What a command asked of a service. */
interface AskedSpec {
  /** The Service as it was once the request was accepted. */
  readonly service: V1Service
  /** The spec fields that the command set. */
  readonly fields: readonly (keyof V1ServiceSpec)[]
  /** The hash of what its file declared then. */
  readonly hash: Accepted['hash'] | undefined
}

/** What a command asked of services. Somebody else may ask for something else before that is reached. */
export type AskedSpecs = readonly AskedSpec[]

/** What was just asked of these services: these fields, or those that the applied manifests set. */
export function askedOf(store: Store, keys: readonly Key[], fields?: AskedSpec['fields']): AskedSpecs {
  return keys.flatMap((key): AskedSpec[] => {
    const service = store.get('Service', key)
    if (!service) return []
    const { applied = {}, hash } = originIn(store, resourceIdOf(service)) ?? {}
    return [{ service, hash, fields: fields ?? (Object.keys(applied as object) as AskedSpec['fields']) }]
  })
}

/** What was just asked by a change of an object, if that is a Service: the fields that differ from `before`. */
export function askedByChange(store: Store, before: ObjectOf): AskedSpecs {
  const now = objectOf(store, resourceIdOf(before))
  if (before.kind !== 'Service' || now?.kind !== 'Service') return []
  const fields = Object.keys({ ...before.spec, ...now.spec }) as AskedSpec['fields']
  return askedOf(
    store,
    [keyOf(now)],
    fields.filter((field) => isOther(before, now, field)),
  )
}

/** A fault for each service of which somebody else asked for something else since, or which they deleted. */
export function overriddenIn(store: Store, asked: AskedSpecs): readonly Fault[] {
  return asked.flatMap((each): Fault[] => {
    const now = store.get('Service', keyOf(each.service))
    if (now && !isBeingDeleted(now) && isAsAsked(now, each)) return []
    const name = describeRef(refOf(each.service))
    return [{ id: resourceIdOf(each.service), name, say: () => wordsOf(each, now, store) }]
  })
}

function isAsAsked(now: V1Service, { service, fields }: AskedSpec): boolean {
  // An unchanged spec is the same object in the store. That makes the common case cheap: each look asks this of every service.
  return now.spec === service.spec || !fields.some((field) => isOther(service, now, field))
}

function isOther(before: V1Service, after: V1Service, field: AskedSpec['fields'][number]): boolean {
  return stableJson(before.spec[field]) !== stableJson(after.spec[field])
}

function wordsOf(asked: AskedSpec, now: V1Service | undefined, store: Store): OutcomeWords {
  const { service, fields } = asked
  const name = describeRef(refOf(service))
  if (!now || isBeingDeleted(now))
    return {
      message: `${name} was deleted after this was accepted`,
      remedy: 'give the command again if it is to be there',
    }
  const bare = { ...now, metadata: { name: now.metadata.name } }
  const changes = changesBetween({ ...bare, spec: { ...now.spec, ...pick(service.spec, fields) } }, bare)
  const [from, to] = [service, now].map(({ metadata }) => metadata.generation)
  const own = from === to ? '' : ` (generation ${from})`
  return {
    message: `${name}: what this asked for${own} was overridden ${byWhom(asked, now, store)} (generation ${to}): ${changes.join(', ')}`,
    remedy: `see what runs with \`reconcile describe ${namedOnCommandLine(refOf(now))}\`; give this command again if it is what is to run`,
  }
}

function byWhom(asked: AskedSpec, now: V1Service, store: Store): string {
  const origin = originIn(store, resourceIdOf(now))
  if (origin && origin.hash !== asked.hash) return `by ${origin.root === DESIRED ? 'an apply of ' : ''}${origin.file}`
  return `by a newer ${commandOf(asked, now) ?? 'change'}`
}

/** The command that changed a service, from the annotation that it left. An annotation left by an earlier command does not count. */
function commandOf({ service, fields }: AskedSpec, now: V1Service): string | undefined {
  const [before, after] = [service, now].map(({ metadata }) => metadata.annotations ?? {}) as [Annotations, Annotations]
  const isChanged = (field: AskedSpec['fields'][number]) => fields.includes(field) && isOther(service, now, field)
  if (!isChanged('template')) return isChanged('replicas') ? after[annotations.scaled] : undefined
  return after[annotations.undone] === before[annotations.undone] ? undefined : after[annotations.undone]
}

type Annotations = Readonly<Record<string, string>>

/** The view without the services that others changed since, so that the wait does not include them. Pure. */
export function withoutOverridden(view: WaitView): WaitView {
  const { overridden = [] } = view
  if (overridden.length === 0) return view
  const ids = new Set(overridden.map(({ id }) => id))
  return {
    ...view,
    objects: view.objects.filter((object) => !ids.has(resourceIdOf(object))),
    tasks: view.tasks.filter((task) => !ids.has(`Service/${serviceKeyOf(task)}` satisfies ResourceId)),
  }
}

/** The outcome of a wait of which a part was overridden: never a success. Pure. */
export function endedOverridden(end: Outcome, { overridden = [] }: WaitView): Outcome {
  const fault = endedWith(exits.failed, overridden)
  if (!fault) return end
  if (end.exit === exits.converged) return fault
  const { message, remedy } = fault
  const told = [{ message, ...(remedy === undefined ? {} : { remedy }) }, ...(fault.others ?? [])]
  return { ...end, others: [...(end.others ?? []), ...told] }
}
