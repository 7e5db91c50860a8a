import type { V1Service, V1ServiceSpec } from '../../../api/v1/generated/types.ts'
import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { Outcome, OutcomeWords } from '../../../api/v1/installation/progress.ts'
import { annotations } from '../../../api/v1/labels.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import { describeRef, isBeingDeleted, namedOnCommandLine, refOf } from '../../../api/v1/metadata.ts'
import { keyOf, serviceKeyOf } from '../../../api/v1/names.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import { type Accepted, DESIRED } from '../../../store/source/acceptance/accepted.ts'
import { objectOf, originIn } from '../../../store/source/acceptance/origins.ts'
import { resourceIdOf, type ResourceId } from '../../../store/source/reading/reading.ts'
import { changesBetween } from '../request/changes.ts'
import { endedWith, type Fault } from './faults.ts'
import type { WaitView } from './wait-view.ts'

/** What a command asked for of a service. */
interface AskedSpec {
  /** As it stood once that was accepted. */
  readonly service: V1Service
  /** What the command set of its spec. */
  readonly fields: readonly (keyof V1ServiceSpec)[]
  /** Of what its file declared then. */
  readonly hash: Accepted['hash'] | undefined
}

/** What a command asked for of services: somebody else may ask for something else before that is so. */
export type AskedSpecs = readonly AskedSpec[]

/** What was just asked for of these services: these fields, or what the manifests that were applied say. */
export function askedOf(store: Store, keys: readonly Key[], fields?: AskedSpec['fields']): AskedSpecs {
  return keys.flatMap((key): AskedSpec[] => {
    const service = store.get('Service', key)
    if (!service) return []
    const { applied = {}, hash } = originIn(store, resourceIdOf(service)) ?? {}
    return [{ service, hash, fields: fields ?? (Object.keys(applied as object) as AskedSpec['fields']) }]
  })
}

/** What was just asked for by a change of an object that was as given, where it is a service: the fields that are others now. */
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

/** The services of which somebody else asked for something else since, or that they deleted. */
export function overriddenIn(store: Store, asked: AskedSpecs): readonly Fault[] {
  return asked.flatMap((each): Fault[] => {
    const now = store.get('Service', keyOf(each.service))
    if (now && !isBeingDeleted(now) && isAsAsked(now, each)) return []
    const name = describeRef(refOf(each.service))
    return [{ id: resourceIdOf(each.service), name, say: () => wordsOf(each, now, store) }]
  })
}

function isAsAsked(now: V1Service, { service, fields }: AskedSpec): boolean {
  // The store keeps a spec that nobody changed: each look asks this of every service.
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

/** What the command says of itself that changed a service. What another one said of itself before stays said. */
function commandOf({ service, fields }: AskedSpec, now: V1Service): string | undefined {
  const [before, after] = [service, now].map(({ metadata }) => metadata.annotations ?? {}) as [Annotations, Annotations]
  const isChanged = (field: AskedSpec['fields'][number]) => fields.includes(field) && isOther(service, now, field)
  if (!isChanged('template')) return isChanged('replicas') ? after[annotations.scaled] : undefined
  return after[annotations.undone] === before[annotations.undone] ? undefined : after[annotations.undone]
}

type Annotations = Readonly<Record<string, string>>

/** The view of who is not to wait for what others asked for instead. Pure. */
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

/** How a wait ends of which some was overridden: that alone is no success. Pure. */
export function endedOverridden(end: Outcome, { overridden = [] }: WaitView): Outcome {
  const fault = endedWith(exits.failed, overridden)
  if (!fault) return end
  if (end.exit === exits.converged) return fault
  const { message, remedy } = fault
  const told = [{ message, ...(remedy === undefined ? {} : { remedy }) }, ...(fault.others ?? [])]
  return { ...end, others: [...(end.others ?? []), ...told] }
}
