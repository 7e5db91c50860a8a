import type { V1Task } from '../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Json } from '../storage/storage.ts'
import type { Core } from './core.ts'
import { equal } from './equal.ts'
import { isFactFamily } from './facts.ts'
import { freeze } from '../../api/v1/language/freeze.ts'
import { fromKept } from './kept.ts'
import { versionPath } from './versions.ts'

/** Fills an empty store with the stored state, without events and without writing it back. */
export function loadInto(core: Core, state: ReadonlyMap<string, Json>): void {
  core.versions.startAfter(state.get(versionPath))
  const version = String(core.versions.last)
  const share = templateSharing()
  for (const [path, value] of state) {
    const [, root, group = '', ...rest] = path.split('/')
    if (root === 'facts' && isFactFamily(group)) core.facts.put(group, rest.join('/'), value)
    const object = root === 'objects' ? fromKept(group, value, version) : undefined
    if (object !== undefined) putLoaded(core, object.kind === 'Task' ? share(object) : object)
  }
}

function putLoaded(core: Core, object: ObjectOf): void {
  const key = keyOf(object)
  core.tables[object.kind].put(key, freeze(object))
  core.owners.note({ kind: object.kind, key }, undefined, object)
}

/** Makes the tasks of one revision share one template object again, as when they were created. */
function templateSharing(): (task: V1Task) => V1Task {
  const templates = new Map<string, V1Task['spec']['template']>()
  return (task) => {
    const { service, revision, template } = task.spec
    const id = `${task.metadata.namespace}/${service}/${revision}`
    const shared = templates.get(id)
    if (shared !== undefined && equal(shared, template)) return { ...task, spec: { ...task.spec, template: shared } }
    templates.set(id, template)
    return task
  }
}
