import type { Json } from './storage.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import { StorageError } from './storage.ts'

/** The version of what this program writes; every file's header carries it. */
export const currentVersion = 1

type Entries = ReadonlyMap<string, Json>

/** From each version to the next; the index is the version it starts from. */
const migrations: readonly ((entries: Entries) => Entries)[] = [fromVersion0]

/** The entries of an older version as this one has them. TooNew when the version is a later program's. */
export function migrate(entries: Entries, version: number): Entries {
  if (version > currentVersion) {
    throw new StorageError(
      'TooNew',
      `the state has version ${version}, this program knows ${currentVersion}: use the reconcile that wrote it, or a later one`,
    )
  }
  return migrations.slice(version).reduce((older, step) => step(older), entries)
}

/**
 * Version 0 was one JSON file of keys without a leading slash, in which a task's node stood in an entry of its own:
 * `objects/KIND/KEY`, `bindings/TASK` with the node's name, `resourceVersion`; anything else was a fact.
 */
function fromVersion0(entries: Entries): Entries {
  const migrated = new Map<string, Json>()
  for (const [key, value] of entries) {
    if (key.startsWith('bindings/')) continue
    if (key === 'resourceVersion') migrated.set('/store/resourceVersion', value)
    else if (key.startsWith('objects/Task/')) migrated.set(`/${key}`, bound(value, entries.get(bindingOf(key))))
    else if (key.startsWith('objects/')) migrated.set(`/${key}`, value)
    else migrated.set(`/facts/${key.includes('/') ? key : `meta/${key}`}`, value)
  }
  return migrated
}

function bindingOf(taskKey: string): string {
  return taskKey.replace('objects/Task/', 'bindings/')
}

function bound(task: Json, node: Json | undefined): Json {
  if (node === undefined || !isMap(task)) return task
  return { ...task, spec: { ...(isMap(task.spec) ? task.spec : {}), node } }
}
