import { filter, map, merge, mergeMap, type Observable } from 'rxjs'
import type { V1Condition, V1Service, V1StackStatus } from '../../api/v1/generated/types.ts'
import { getCondition, isTrue, setCondition } from '../../api/v1/conditions.ts'
import { API_VERSION, isNamespaced, type Kind, kindNames, kinds, type ObjectOf } from '../../api/v1/kinds.ts'
import { splitKey } from '../../api/v1/names.ts'
import { conditionTypes, serviceReasons } from '../../api/v1/reasons.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { forgetGone, withdraw } from '../adoption/records.ts'
import type { Controller } from '../runtime/controller.ts'
import type { Ports } from '../runtime/ports.ts'
import { done } from '../runtime/result.ts'
import { impliedNetwork } from './implied-network.ts'
import {
  hasNoNotes,
  noteChanges,
  notesOf,
  notesOn,
  type SourceNotes,
  stacksWithNotes,
  withNotes,
  wordsOf,
} from '../runtime/source-notes.ts'

/**
 * Keeps one Stack object for each namespace that has resources, or would have if its files were usable. Its status sums up the resources.
 * Demands of the files that are not carried out are noted on the stack and on its members.
 */
export const stackController: Controller = {
  name: 'stack',
  kind: 'Stack',
  coalesce: (key, { store }) => 1 + store.by('Service', 'namespace', key).size,

  wakes: ({ store }) => {
    const namespaced = kindNames
      .filter(isNamespaced)
      .map((kind) => watched(kind, store).pipe(map(({ key }) => splitKey(key).namespace ?? '')))
    const noted = noteChanges(store).pipe(mergeMap(() => [...store.list('Stack').keys(), ...stacksWithNotes(store)]))
    const declared = [...store.list('Service').keys()].map((key) => splitKey(key).namespace ?? '')
    return merge(...namespaced, noted, stacksWithNotes(store), new Set(declared)).pipe(filter((stack) => stack !== ''))
  },

  async reconcile(key, ports) {
    const { store } = ports
    impliedNetwork(key, store)
    forgetGone(key, ports)
    const isEmpty = kindNames.filter(isNamespaced).every((kind) => store.by(kind, 'namespace', key).size === 0)
    const stack = store.get('Stack', key)
    const notes = notesOf(store, key)
    if (isEmpty && hasNoNotes(notes)) {
      withdraw(store, key)
      if (stack) store.delete('Stack', key)
      return done
    }
    if (!stack) store.create('Stack', { apiVersion: API_VERSION, kind: 'Stack', metadata: { name: key }, spec: {} })
    store.putStatus('Stack', key, statusOf(key, notes, ports))
    noteOnMembers(key, notes, ports)
    return done
  },
}

/** Services sum up their tasks, so of tasks only their number matters. */
function watched(kind: Kind, store: Store): Observable<{ readonly key: Key }> {
  if (kind !== 'Task') return store.watch(kind)
  return store.watchSpecs(kind).pipe(filter(({ before, after }) => before === undefined || after === undefined))
}

function statusOf(key: string, notes: SourceNotes, { store, clock }: Ports): V1StackStatus {
  const services = [...store.by('Service', 'namespace', key).values()]
  const waiting = services.filter((service) => !isTrue(service.status?.conditions, conditionTypes.ready))
  const before = store.get('Stack', key)?.status?.conditions
  const said = readyWords({ services, waiting, held: heldIn(key, store) }, notes)
  const ready = said ? setCondition(before, { type: conditionTypes.ready, ...said }, clock.now()) : (before ?? [])
  return {
    services: services.length,
    readyServices: services.length - waiting.length,
    tasks: store.by('Task', 'namespace', key).size,
    readyTasks: services.reduce((sum, { status }) => sum + (status?.readyReplicas ?? 0), 0),
    conditions: withNotes(ready, notes, clock.now()),
  }
}

/**
 * The Ready condition of a stack. It is False while its files ask for something that is not carried out. Undefined while a service was not
 * observed yet in this process: readiness is unknown then.
 */
function readyWords({ services, waiting, held }: Members, notes: SourceNotes) {
  const noted = wordsOf(notes)
  if (noted) return { status: 'False' as const, ...noted }
  if (services.some(({ status }) => status?.observedGeneration === undefined)) return undefined
  const failed = waiting.filter((service) => FAILED.has(readyOf(service)?.reason ?? ''))
  const [first] = [...failed, ...held, ...waiting]
  if (!first) {
    const message = services.length === 1 ? '1 service is ready' : `${services.length} services are ready`
    return { status: 'True' as const, reason: serviceReasons.allReady, message }
  }
  const names = [...new Set([...failed, ...held, ...waiting])].map(shortName).join(', ')
  const ready = readyOf(first)
  const message = `not ready: ${names}; ${shortName(first)}: ${ready?.message ?? 'not looked at yet'}`
  const reason = failed.length + held.length > 0 ? ready?.reason : undefined
  return { status: 'False' as const, reason: reason ?? serviceReasons.tasksNotReady, message }
}

interface Members {
  readonly services: readonly V1Service[]
  /** Services that are not ready. */
  readonly waiting: readonly V1Service[]
  /** Other resources that are not as declared. */
  readonly held: readonly ObjectOf[]
}

/** Reasons of services that do not become ready by themselves. */
const FAILED: ReadonlySet<string> = new Set([
  serviceReasons.rolloutFailed,
  serviceReasons.rollingBack,
  serviceReasons.rolledBack,
  serviceReasons.rolloutPaused,
])

/** Networks, volumes, secrets and configs that are not ready. */
function heldIn(key: string, store: Store): readonly ObjectOf[] {
  return declaredInStacks
    .filter((kind) => kind !== 'Service')
    .flatMap((kind): ObjectOf[] => [...store.by(kind, 'namespace', key).values()])
    .filter((object) => readyOf(object)?.status === 'False')
}

function readyOf({ status }: ObjectOf): V1Condition | undefined {
  return getCondition(status?.conditions, conditionTypes.ready)
}

/** The name of a service, other resources with their kind. */
function shortName({ kind, metadata }: ObjectOf): string {
  return kind === 'Service' ? metadata.name : `${kind.toLowerCase()}/${metadata.name}`
}

/** Notes on each object what its files ask for. Each object's own loop keeps these conditions. */
function noteOnMembers(key: string, notes: SourceNotes, { store, clock }: Ports): void {
  for (const { kind, member } of membersToNote(key, hasNoNotes(notes), store)) {
    const status = store.get(kind, member)?.status
    const before = status?.conditions ?? []
    const conditions = withNotes(before, notesOn(notes, `${kind}/${member}`), clock.now())
    if (conditions !== before) store.putStatus(kind, member, { ...status, conditions })
  }
}

/** All declared objects of the stack; without notes, only those that may still have the conditions of old ones. */
function membersToNote(key: string, hasNone: boolean, store: Store): { kind: Kind; member: Key }[] {
  const found: { kind: Kind; member: Key }[] = []
  for (const kind of declaredInStacks)
    for (const [member, { status }] of store.by(kind, 'namespace', key))
      if (!hasNone || (status?.conditions?.length ?? 0) > 1) found.push({ kind, member })
  return found
}

const declaredInStacks = kindNames.filter((kind) => kinds[kind].declared && isNamespaced(kind))
