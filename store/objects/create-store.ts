import { Immer } from 'immer'
import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import { kindNames } from '../../api/v1/kinds.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Random } from '../../clock/random.ts'
import { uuid } from '../../clock/random.ts'
import type { Json, Storage } from '../storage/storage.ts'
import type { Core } from './core.ts'
import { createDelivery } from './delivery.ts'
import { equal } from './equal.ts'
import { createFacts } from './facts.ts'
import { freeze } from '../../api/v1/language/freeze.ts'
import { indexerOf } from './indexes.ts'
import { createKeeper } from './keeper.ts'
import { factPath, keptChanged, keptOf, objectPath } from './kept.ts'
import { loadInto } from './load.ts'
import { changed, created, marked, mayGo } from './metadata.ts'
import type { Place } from './owners.ts'
import { createOwners } from './owners.ts'
import type { Change, Key, Store } from './store.ts'
import { StoreError } from './store.ts'
import type { Table } from './table.ts'
import { createTable } from './table.ts'
import { createVersions } from './versions.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

export interface StoreOptions {
  readonly clock: Clock
  readonly random: Random
  readonly storage: Storage
  /** The result of `storage.load()`. */
  readonly state: ReadonlyMap<string, Json>
}

/** Creates the store of a process from the stored state. */
export function createStore(options: StoreOptions): Store {
  const core = createCore(options)
  loadInto(core, options.state)
  return {
    ...objectsOf(core),
    ...factsOf(core),
    durable: (of) => core.keeper.durable(of && objectPath(of.kind, of.key)),
    tooLarge: core.keeper.tooLarge,
    get refusal() {
      return core.keeper.refusal
    },
    get resourceVersion() {
      return core.versions.last
    },
  }
}

function createCore({ clock, random, storage }: StoreOptions): Core {
  const keeper = createKeeper(storage, clock)
  const tables = Object.fromEntries(kindNames.map((kind) => [kind, createTable(indexerOf(kind))]))
  return {
    ...{ clock, random, keeper, versions: createVersions(keeper), immer: new Immer({ autoFreeze: true }) },
    ...{ tables: tables as Record<Kind, Table>, owners: createOwners(), facts: createFacts() },
    ...{ changes: createDelivery(), factChanges: createDelivery() },
  }
}

type Objects = Pick<
  Store,
  'get' | 'list' | 'by' | 'crowded' | 'create' | 'update' | 'put' | 'putStatus' | 'delete' | 'watch' | 'watchSpecs'
>

function objectsOf(core: Core): Objects {
  const { tables, changes } = core
  const methods = {
    get: (kind: Kind, key: Key) => tables[kind].objects.get(key),
    list: (kind: Kind) => tables[kind].objects,
    by: (kind: Kind, index: string, value: string) => tables[kind].by(index, value),
    crowded: (kind: Kind, index: string) => tables[kind].crowded(index),
    create: (kind: Kind, object: ObjectOf) => create(core, kind, object),
    update: (kind: Kind, key: Key, ...[recipe, ifVersion]: [Recipe, string?]) =>
      update(core, { kind, key }, { recipe, ifVersion }),
    put: (kind: Kind, key: Key, next: Pick<ObjectOf, 'spec' | 'status'>) => replace(core, { kind, key }, next),
    putStatus: (kind: Kind, key: Key, status: ObjectOf['status']) => putStatus(core, { kind, key }, status),
    delete(kind: Kind, key: Key) {
      remove(core, { kind, key })
      changes.drain()
    },
    watch: (kind: Kind) => changes.watch(kind),
    watchSpecs: (kind: Kind) => changes.watch(specsOf[kind]),
  }
  // Internally all kinds are treated alike; only the interface types each kind.
  return methods as unknown as Objects
}

type Recipe = (draft: ObjectOf) => void

function create(core: Core, kind: Kind, object: ObjectOf): ObjectOf {
  const key = keyOf(object)
  if (core.tables[kind].objects.has(key)) {
    throw new StoreError('AlreadyExists', `creating ${kind} ${key}: there is one already`)
  }
  const now = timestamp(core.clock.now())
  const stamp = { uid: uuid(core.random), resourceVersion: '', creationTimestamp: now, generation: 1 } as const
  const next = created(kind, object, stamp)
  next.metadata.resourceVersion = String(core.versions.next())
  put(core, { kind, key }, freeze(next))
  core.changes.drain()
  return next
}

function update(
  core: Core,
  place: Place,
  { recipe, ifVersion }: { readonly recipe: Recipe; readonly ifVersion: string | undefined },
): ObjectOf | undefined {
  const before = core.tables[place.kind].objects.get(place.key)
  if (before === undefined) return undefined
  if (ifVersion !== undefined && ifVersion !== before.metadata.resourceVersion) throw conflict(place, before, ifVersion)
  const drafted = core.immer.produce(before, (draft) => void recipe(draft as ObjectOf)) as ObjectOf
  if (drafted === before) return before
  const next = changed(before, drafted, before.metadata.resourceVersion ?? '')
  if (equal(before, next)) return before
  if (mayGo(next)) return drop(core, place, before)
  next.metadata.resourceVersion = String(core.versions.next())
  // Freezing the top levels is enough: everything below comes from the old object or from immer, both frozen.
  Object.freeze(next.metadata)
  put(core, place, Object.freeze(next))
  core.changes.drain()
  return next
}

function replace(core: Core, place: Place, { spec, status }: Pick<ObjectOf, 'spec' | 'status'>): void {
  const before = core.tables[place.kind].objects.get(place.key)
  if (before === undefined) return
  if (equal(before.spec, spec)) return putStatus(core, place, status)
  const generation = (before.metadata.generation ?? 0) + 1
  const metadata = { ...before.metadata, generation, resourceVersion: String(core.versions.next()) }
  put(core, place, freeze({ ...before, spec, status, metadata } as ObjectOf))
  core.changes.drain()
}

/** The most frequent write of the loops; it is faster than a recipe, as only the status can change. */
function putStatus(core: Core, place: Place, status: ObjectOf['status']): void {
  const before = core.tables[place.kind].objects.get(place.key)
  if (before === undefined || equal(before.status ?? {}, status)) return
  const metadata = Object.freeze({ ...before.metadata, resourceVersion: String(core.versions.next()) })
  put(core, place, Object.freeze({ ...before, metadata, status: freeze(status) }) as ObjectOf)
  core.changes.drain()
}

function conflict({ kind, key }: Place, before: ObjectOf, ifVersion: string): StoreError {
  const now = before.metadata.resourceVersion
  return new StoreError('Conflict', `changing ${kind} ${key}: it is at version ${now}, not ${ifVersion}; read it again`)
}

function drop(core: Core, place: Place, before: ObjectOf): undefined {
  goes(core, place, before)
  core.changes.drain()
}

/** Marks an object for deletion where it has finalizers, else removes it and its dependents. */
function remove(core: Core, place: Place): void {
  const object = core.tables[place.kind].objects.get(place.key)
  if (object === undefined) return
  if ((object.metadata.finalizers ?? []).length === 0) return goes(core, place, object)
  if (object.metadata.deletionTimestamp !== undefined) return
  const now = timestamp(core.clock.now())
  put(core, place, freeze(marked(object, now, String(core.versions.next()))))
}

/** Removes an object (background deletion): its dependents are deleted after it, each once it has no owner left. */
function goes(core: Core, place: Place, object: ObjectOf): void {
  core.versions.next()
  put(core, place, undefined)
  for (const dependent of core.owners.dependentsOf(object.metadata.uid ?? '')) {
    const each = core.tables[dependent.kind].objects.get(dependent.key)
    if (each !== undefined && core.owners.orphaned(each)) remove(core, dependent)
  }
}

/** The single place where an object changes: it updates table, owners, storage and watches together. */
function put(core: Core, place: Place, after: ObjectOf | undefined): void {
  const { kind, key } = place
  const table = core.tables[kind]
  const before = table.put(key, after)
  core.owners.note(place, before, after)
  if (keptChanged(kind, before, after)) core.keeper.note(objectPath(kind, key), () => kept(table, kind, key))
  const change = changeOf(key, { before, after, resourceVersion: core.versions.last })
  core.changes.push(kind, change)
  if (before?.spec !== after?.spec) core.changes.push(specsOf[kind], change)
}

/** The topic of each kind's changes of spec. */
const specsOf = Object.fromEntries(kindNames.map((kind) => [kind, `${kind} specs`])) as Readonly<
  Record<Kind, `${Kind} specs`>
>

function changeOf(
  key: Key,
  to: { before: ObjectOf | undefined; after: ObjectOf | undefined; resourceVersion: number },
): Change<ObjectOf> {
  const { before, after, resourceVersion } = to
  if (before === undefined) return after === undefined ? { key, resourceVersion } : { key, after, resourceVersion }
  return after === undefined ? { key, before, resourceVersion } : { key, before, after, resourceVersion }
}

function kept(table: Table, kind: Kind, key: Key): Json | undefined {
  const object = table.objects.get(key)
  return object === undefined ? undefined : keptOf(kind, object)
}

function factsOf(core: Core): Pick<Store, 'fact' | 'facts' | 'putFact' | 'watchFacts'> {
  const { facts, factChanges } = core
  return {
    fact: facts.get,
    facts: facts.of,
    putFact(family, key, value) {
      if (!facts.put(family, key, value)) return
      core.keeper.note(factPath(family, key), () => facts.get(family, key))
      factChanges.push('facts', { family, key })
      factChanges.drain()
    },
    watchFacts: () => factChanges.watch('facts'),
  }
}
