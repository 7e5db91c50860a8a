import { filter, map, merge, mergeMap, type Observable } from 'rxjs'
import { API_VERSION, isNamespaced, type Kind, kindNames } from '../../api/v1/kinds.ts'
import { splitKey } from '../../api/v1/names.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { forgetGone, withdraw } from '../adoption/records.ts'
import type { Controller } from '../runtime/controller.ts'
import type { Ports } from '../runtime/ports.ts'
import { done } from '../runtime/result.ts'
import {
  hasNoNotes,
  noteChanges,
  notesOf,
  notesOn,
  type SourceNotes,
  stacksWithNotes,
  withNotes,
} from '../runtime/source-notes.ts'
import { declaredInStacks, stackStatus } from './status.ts'
import { impliedNetwork } from './implied-network.ts'

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
    store.putStatus('Stack', key, stackStatus(key, notes, ports))
    noteOnMembers(key, notes, ports)
    return done
  },
}

/** Services sum up their tasks, so of tasks only their number matters. */
function watched(kind: Kind, store: Store): Observable<{ readonly key: Key }> {
  if (kind !== 'Task') return store.watch(kind)
  return store.watchSpecs(kind).pipe(filter(({ before, after }) => before === undefined || after === undefined))
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
