import { type Observable, filter, map, merge, mergeMap } from 'rxjs'
import type { Key, Change } from '../../store/objects/store.ts'
import type { V1Task } from '../../api/v1/generated/types.ts'
import { each } from '../runtime/each.ts'
import { isOfAnotherEngine } from '../holds/node-hold.ts'
import { isBeginning } from '../holds/unseen-nodes.ts'
import type { Ports } from '../runtime/ports.ts'
import { noteChanges } from '../runtime/source-notes.ts'
import { unknownService } from '../ownership/unclaimed.ts'
import { isClosed } from '../../api/v1/closed-node.ts'
import { isWithdrawn } from '../../api/v1/withdrawn.ts'
import { changesUnplaced } from './lacking.ts'

/** Wakes the nodes that a change of any object may concern. */
export function nodeWakes({ store, inventory, installation, unread }: Ports): Observable<Key> {
  return merge(
    store.watch('Node').pipe(map(({ key }) => key)),
    // Its engine may be the one that answers at another node, which may have it now.
    store.watch('Node').pipe(
      filter(({ after }) => after === undefined),
      each(() => ofAnotherEngine(store)),
    ),
    inventory.watch().pipe(
      filter(
        ({ type, labels, node }) =>
          type === 'host' ||
          (type === 'network' && isWithdrawnIn(store, node)) ||
          (type === 'container' && !!unknownService(labels, { store, installation })),
      ),
      // A new host may be a withdrawn node's engine under another name.
      mergeMap(({ node, type }) => (type === 'host' ? [node, ...withdrawnIn(store)] : [node])),
    ),
    store.watchSpecs('Task').pipe(each((change) => nodesLeftIn(change, store))),
    store.watch('Task').pipe(
      filter(changesUnplaced),
      each(() => ofAnotherEngine(store)),
    ),
    store.watch('Service').pipe(
      filter(({ before, after }) => before === undefined || after === undefined),
      each(({ key }) => [
        ...inventory.containersOfService(key).map(({ node }) => node),
        ...(isBeginning(store) ? anyNode(store) : []),
      ]),
    ),
    store.watchFacts().pipe(
      filter(({ family, key }) => family === 'approval' && key.startsWith('Node/')),
      map(({ key }) => key.slice('Node/'.length)),
    ),
    ...(unread ? [unread.pipe(each(() => anyNode(store)))] : []),
    noteChanges(store).pipe(mergeMap(() => [...store.list('Node').keys()])),
  )
}

function anyNode(store: Ports['store']): readonly string[] {
  const [first] = store.list('Node').keys()
  return first === undefined ? [] : [first]
}

/** The nodes at which another engine answers. */
function ofAnotherEngine(store: Ports['store']): readonly string[] {
  return [...store.list('Node')].flatMap(([name, node]) => (isOfAnotherEngine(node) ? [name] : []))
}

function isWithdrawnIn(store: Ports['store'], name: string): boolean {
  const node = store.get('Node', name)
  return node !== undefined && isWithdrawn(node)
}

function withdrawnIn(store: Ports['store']): readonly string[] {
  const names: string[] = []
  store.list('Node').forEach((node, name) => void (isWithdrawn(node) && names.push(name)))
  return names
}

/** The node that a task came to or left, if that node is withdrawn or drained. */
function nodesLeftIn({ before, after }: Change<V1Task>, store: Ports['store']): readonly string[] {
  const { node = '' } = (after ?? before)?.spec ?? {}
  if (before && after?.spec.node === before.spec.node) return []
  const found = store.get('Node', node)
  return isClosed(found) ? [node] : []
}
