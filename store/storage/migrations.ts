import type { Json } from './storage.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import { StorageError } from './storage.ts'

/** The version of the format that this program writes, stated in every file's header. */
export const currentVersion = 1

type Entries = ReadonlyMap<string, Json>

/** The steps from each version to the next, indexed by the version they start from. */
const migrations: readonly ((entries: Entries) => Entries)[] = [fromVersion0]

/** Migrates the entries of an older version. Throws TooNew when a later program wrote them. */
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
 * Version 0 was one JSON file of keys without a leading slash: `objects/KIND/KEY`, `bindings/TASK` with the name of the task's node,
 * `resourceVersion`; any other key was a fact.
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
