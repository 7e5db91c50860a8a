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
import { writeStatus } from '../runtime/status.ts'
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
 * Keeps one Stack object for each namespace that has something in it, or would have if its files could be used, with the sum
 * of what is there. What the files ask for and has not happened is said on the stack and on what is in it.
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
    writeStatus(store, 'Stack', { key, status: statusOf(key, notes, ports) })
    noteOnMembers(key, notes, ports)
    return done
  },
}

/** Tasks are summed up by their services: of them it counts only how many there are. */
function watched(kind: Kind, store: Store): Observable<{ readonly key: Key }> {
  if (kind !== 'Task') return store.watch(kind)
  return store.watchMoves(kind).pipe(filter(({ before, after }) => before === undefined || after === undefined))
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
 * A stack whose files ask for something else than what stands is not as declared. Nothing is said while a service was not
 * looked at in this life: that it is not known to be ready is no news.
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
  /** What else is not as declared. */
  readonly held: readonly ObjectOf[]
}

/** Why a service is not ready where that does not pass by itself. */
const FAILED: ReadonlySet<string> = new Set([
  serviceReasons.rolloutFailed,
  serviceReasons.rollingBack,
  serviceReasons.rolledBack,
  serviceReasons.rolloutPaused,
])

/** Networks, volumes and bytes that say of themselves that they are held. */
function heldIn(key: string, store: Store): readonly ObjectOf[] {
  return declaredInStacks
    .filter((kind) => kind !== 'Service')
    .flatMap((kind): ObjectOf[] => [...store.by(kind, 'namespace', key).values()])
    .filter((object) => readyOf(object)?.status === 'False')
}

function readyOf({ status }: ObjectOf): V1Condition | undefined {
  return getCondition(status?.conditions, conditionTypes.ready)
}

/** Services by their names, what else there is with its kind. */
function shortName({ kind, metadata }: ObjectOf): string {
  return kind === 'Service' ? metadata.name : `${kind.toLowerCase()}/${metadata.name}`
}

/** Says on each object what its files ask for. Their own loops keep conditions that are not theirs. */
function noteOnMembers(key: string, notes: SourceNotes, { store, clock }: Ports): void {
  for (const { kind, member } of membersToNote(key, hasNoNotes(notes), store)) {
    const status = store.get(kind, member)?.status
    const before = status?.conditions ?? []
    const conditions = withNotes(before, notesOn(notes, `${kind}/${member}`), clock.now())
    if (conditions !== before) store.putStatus(kind, member, { ...status, conditions })
  }
}

/** All of the stack; where there are no notes, only what has more to say than whether it is ready. */
function membersToNote(key: string, hasNone: boolean, store: Store): { kind: Kind; member: Key }[] {
  const found: { kind: Kind; member: Key }[] = []
  for (const kind of declaredInStacks)
    for (const [member, { status }] of store.by(kind, 'namespace', key))
      if (!hasNone || (status?.conditions?.length ?? 0) > 1) found.push({ kind, member })
  return found
}

const declaredInStacks = kindNames.filter((kind) => kinds[kind].declared && isNamespaced(kind))
