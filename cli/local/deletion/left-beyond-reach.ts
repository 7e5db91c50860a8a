import { groupBy } from '../../../api/v1/language/group-by.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { hostNameOf, keyOf } from '../../../api/v1/names.ts'
import { seenOn, wasForeignOn } from '../../../controllers/holds/lost-volume.ts'
import { leftBy } from '../../../controllers/task/act/left-volumes.ts'
import type { Store } from '../../../store/objects/store.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'

/** Something on a node, and the command that deletes it there. */
interface OnNode {
  readonly node: string
  readonly what: string
  readonly goesBy: string
}

/** Notes about what stays on nodes that are no longer declared and not connected. */
export async function leftBeyondReach(
  { store, engines }: Pick<Core, 'store' | 'engines'>,
  ids: readonly ResourceId[],
  { volumes }: { readonly volumes: boolean },
): Promise<readonly string[]> {
  const left = ids.flatMap((id) => {
    const object = objectOf(store, id)
    const all = [...running(object, store), ...(volumes ? data(object, store) : [])]
    return all.filter(({ node }) => !store.get('Node', node)).map((each) => ({ id, ...each }))
  })
  if (left.length === 0) return []
  const connected = await engines()
  const words = ({ id, node, what, goesBy }: (typeof left)[number]) =>
    `${id}: ${what} on ${node} stays, as that node is not declared any more; \`${goesBy}\` there deletes it`
  return left.filter(({ node }) => !connected.has(node)).map(words)
}

function running(object: ObjectOf | undefined, store: Store): readonly OnNode[] {
  if (object?.kind !== 'Service') return []
  const placed = [...store.by('Task', 'service', keyOf(object)).values()].flatMap(({ spec: { node }, status }) =>
    node === undefined || status?.containerName === undefined ? [] : [{ node, name: status.containerName }],
  )
  return [...groupBy(placed, ({ node }) => node)].map(([node, found]) => {
    const names = found.map(({ name }) => name).sort()
    return { node, what: 'what runs of it', goesBy: `docker rm -f ${names.join(' ')}` }
  })
}

function data(object: ObjectOf | undefined, store: Store): readonly OnNode[] {
  return [...volumesOf(object, store)].map(([node, names]) => {
    return { node, what: 'its data', goesBy: `docker volume rm ${[...names].join(' ')}` }
  })
}

/** Our volumes with an object's data, by node. */
function volumesOf(object: ObjectOf | undefined, store: Store): ReadonlyMap<string, Iterable<string>> {
  if (object?.kind === 'Service') return leftBy(keyOf(object), store)
  if (object?.kind !== 'Volume' || object.spec.external) return new Map()
  const own = seenOn(object).filter((node) => !wasForeignOn(node, object))
  return new Map(own.map((node) => [node, [hostNameOf(object)]]))
}
