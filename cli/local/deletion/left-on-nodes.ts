import { listNames } from '../../../api/v1/language/list-names.ts'
import { labels } from '../../../api/v1/labels.ts'
import { hostNameOf, keyOf, LOCAL_NODE } from '../../../api/v1/names.ts'
import { wasForeignOn } from '../../../controllers/holds/lost-volume.ts'
import { isEngineError } from '../../../engine/errors.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { engineOf, otherNodeOf } from './refuse-node-in-use.ts'

type Known = Pick<Core, 'purpose' | 'installation' | 'engines' | 'store'>

/** What a deletion takes. */
interface Leaving {
  readonly ids: readonly ResourceId[]
  readonly signal: AbortSignal
}

/**
 * Notes about networks and volumes of our stacks that stay on nodes to be deleted, for a person to know: after that nothing tells of
 * them. Networks are left to a running serve, which removes them or names them. Hosts that do not answer are left out, and those that
 * another node has as well, under which all goes on.
 */
export async function leftOnNodes(core: Known, leaving: Leaving): Promise<readonly string[]> {
  const going = leaving.ids.filter((id) => id.startsWith('Node/') && id !== `Node/${LOCAL_NODE}`)
  return (await Promise.all(going.map((id) => leftOn(id, core, leaving)))).flat()
}

async function leftOn(id: ResourceId, core: Known, { ids, signal }: Leaving): Promise<readonly string[]> {
  const node = id.slice('Node/'.length)
  const engine = (await core.engines()).get(node)
  if (!engine) return []
  const run = { signal, object: id, reason: 'what stays there, before it is deleted' }
  const ours = { labels: [`${labels.installation}=${core.installation}`] }
  const foreign = madeByOthers(node, core.store, ids)
  const isNamed = (each: OnHost) => isLeft(each, core.installation, ids) || foreign.has(each.Name)
  const found = await Promise.all([
    core.purpose === 'serve' ? [] : engine.listNetworks(ours, run),
    engine.listVolumes({}, run).then(({ volumes }) => volumes),
  ]).catch((error) => {
    if (signal.aborted || !isEngineError(error)) throw error
    return [[], []] as const
  })
  const [networks, volumes] = found.map((all) => all.filter(isNamed).map(({ Name }) => Name))
  const notes = [...words(id, 'network', networks), ...words(id, 'volume', volumes)]
  const own = notes.length > 0 ? await engineOf(node, core, signal) : undefined
  return own && (await otherNodeOf(own, { node, going: ids }, { core, signal })) === undefined ? notes : []
}

interface OnHost {
  readonly Name: string
  readonly Labels?: Readonly<Record<string, string>> | null
}

/** Whether a host's object is of a Network or Volume of this installation that is not deleted along. */
function isLeft({ Labels: own }: OnHost, installation: string, ids: readonly string[]): boolean {
  const kind = own?.[labels.kind]
  const isOurs = own?.[labels.installation] === installation && (kind === 'Network' || kind === 'Volume')
  return isOurs && !ids.includes(`${kind}/${own?.[labels.stack]}/${own?.[labels.name]}`)
}

/** The names of volumes on a node that others made, as Compose, and that hold the data of a Volume. */
function madeByOthers(node: string, store: Core['store'], ids: readonly string[]): ReadonlySet<string> {
  const held = [...store.list('Volume').values()].filter(
    (volume) => !volume.spec.external && wasForeignOn(node, volume) && !ids.includes(`Volume/${keyOf(volume)}`),
  )
  return new Set(held.map(hostNameOf))
}

function words(id: ResourceId, what: 'network' | 'volume', names: readonly string[] = []): readonly string[] {
  if (names.length === 0) return []
  const [s, stay] = names.length === 1 ? ['', 'stays'] : ['s', 'stay']
  const data = what === 'volume' ? ' with the data' : ''
  return [
    `${id}: the ${what}${s} ${listNames(names)} ${stay} there${data}; \`docker ${what} rm ${names.join(' ')}\` there removes ${names.length === 1 ? 'it' : 'them'}`,
  ]
}
