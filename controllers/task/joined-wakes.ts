import { filter, merge, type Observable } from 'rxjs'
import type { V1Task } from '../../api/v1/generated/types.ts'
import { joinedContainers } from '../../api/v1/template-refs.ts'
import type { InventoryChange } from '../../engine/inventory.ts'
import type { Key } from '../../store/objects/store.ts'
import { each } from '../runtime/each.ts'
import type { Ports } from '../runtime/ports.ts'
import { unknownJoined } from './observe/joined.ts'

/** Wakes the tasks that share a container's namespace by its name, at each change of that container, whoever made it. */
export function joinedWakes(ports: Ports): Observable<Key> {
  const { store, inventory } = ports
  const joining = new Set([...store.list('Task')].filter(([, task]) => joins(task)).map(([key]) => key))
  return merge(
    store.watchSpecs('Task').pipe(
      each(({ key, after }) => {
        if (joins(after)) joining.add(key)
        else joining.delete(key)
        return []
      }),
    ),
    inventory.watch().pipe(
      filter(({ type }) => type === 'container' && joining.size > 0),
      each((change) => [...joining].filter((key) => isJoinedBy(store.get('Task', key), change, ports))),
    ),
  )
}

function joins(task: V1Task | undefined): boolean {
  return task !== undefined && joinedContainers(task.spec.template).length > 0
}

function isJoinedBy(task: V1Task | undefined, { node, id }: InventoryChange, { inventory }: Ports): boolean {
  if (task?.spec.node !== node) return false
  if (joinedContainers(task.spec.template).some((name) => inventory.containerNamed(node, name)?.Id === id)) return true
  const isGone = inventory.host(node)?.containers.has(id) === false
  return isGone && unknownJoined(task, { inventory }).length > 0
}
