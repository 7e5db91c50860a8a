import type { V1Network, V1Volume } from '../../../api/v1/generated/types.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { labels } from '../../../api/v1/labels.ts'
import { hostNameOf, keyOf, LOCAL_NODE } from '../../../api/v1/names.ts'
import { wasForeignOn, wasLastOn } from '../../../controllers/holds/lost-volume.ts'
import { madeFor } from '../../../controllers/ownership/made-for.ts'
import type { EngineIdentity } from '../../../controllers/holds/engine-owner.ts'
import { isEngineError } from '../../../engine/errors.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { isReplaced } from './refuse-node-in-use.ts'
import { type IdentityOf, otherNodeOf } from './same-engine.ts'

type Known = Pick<Core, 'purpose' | 'installation' | 'engines' | 'store'>

/** What a deletion takes. */
interface Leaving {
  readonly ids: readonly ResourceId[]
  readonly signal: AbortSignal
  readonly identityOf: IdentityOf
}

/**
 * Notes about networks and volumes of our stacks that stay on nodes to be deleted, for a person to know: after that nothing tells of
 * them. Networks are left to a running serve, which removes them or names them. Of a host that does not answer, or where another engine
 * does, what it had when it last answered. Hosts that another node has as well are left out, as all goes on under that one.
 */
export async function leftOnNodes(core: Known, leaving: Leaving): Promise<readonly string[]> {
  const going = leaving.ids.filter((id) => id.startsWith('Node/') && id !== `Node/${LOCAL_NODE}`)
  return (await Promise.all(going.map((id) => leftOn(id, core, leaving)))).flat()
}

async function leftOn(id: ResourceId, core: Known, leaving: Leaving): Promise<readonly string[]> {
  const node = id.slice('Node/'.length)
  const { ids, identityOf } = leaving
  const isAsked = !isReplaced(node, core.store)
  const found = isAsked ? await foundOn(node, core, leaving) : undefined
  const { networks, volumes } = found ?? lastSeenOn(node, core.store, ids)
  const notes = [
    ...words(id, 'network', { names: networks, how: found ? STAY : MAY_BE }),
    ...words(id, 'volume', { names: volumes, how: found ? STAY : MAY_STAY }),
  ]
  if (notes.length === 0) return notes
  const own = (isAsked ? await identityOf(node) : undefined) ?? recorded(node, core.store)
  return own && (await otherNodeOf(own, { node, going: ids }, { core, identityOf })) ? [] : notes
}

/** The names of what stays on a node. */
interface Left {
  readonly networks: readonly string[]
  readonly volumes: readonly string[]
}

/** What stays on a node that answers; undefined if it does not. */
async function foundOn(
  node: string,
  core: Known,
  { ids, signal }: Pick<Leaving, 'ids' | 'signal'>,
): Promise<Left | undefined> {
  const engine = (await core.engines()).get(node)
  if (!engine) return undefined
  const run = { signal, object: `Node/${node}`, reason: 'what stays there, before it is deleted' }
  const ours = { labels: [`${labels.installation}=${core.installation}`] }
  const foreign = madeByOthers(node, core.store, ids)
  const isNamed = (each: OnHost) => isLeft(each, core.installation, ids) || foreign.has(each.Name)
  try {
    const [networks, { volumes }] = await Promise.all([
      core.purpose === 'serve' ? [] : engine.listNetworks(ours, run),
      engine.listVolumes({}, run),
    ])
    const namesOf = (all: readonly OnHost[]) => all.filter(isNamed).map(({ Name }) => Name)
    return { networks: namesOf(networks), volumes: namesOf(volumes) }
  } catch (error) {
    if (signal.aborted || !isEngineError(error)) throw error
    return undefined
  }
}

/** What stays on a node, as far as the state knows: what it had when it last answered. */
function lastSeenOn(node: string, store: Core['store'], ids: readonly ResourceId[]): Left {
  const stays = (object: V1Network | V1Volume, kind: 'Network' | 'Volume') =>
    !object.spec.external && !ids.includes(`${kind}/${keyOf(object)}`)
  const networks = [...store.list('Network').values()].filter((network) => stays(network, 'Network'))
  const volumes = [...store.list('Volume').values()].filter((volume) => stays(volume, 'Volume'))
  return {
    networks: networks.filter(({ status }) => status?.seenOn?.includes(node)).map(hostNameOf),
    volumes: volumes.filter((volume) => wasLastOn(node, volume)).map(hostNameOf),
  }
}

/** The identity of a node's engine, as it was recorded. */
function recorded(node: string, store: Core['store']): EngineIdentity | undefined {
  const { engineID, hostname } = store.get('Node', node)?.status ?? {}
  return engineID === undefined || hostname === undefined ? undefined : { id: engineID, name: hostname }
}

interface OnHost {
  readonly Name: string
  readonly Labels?: Readonly<Record<string, string>> | null
}

/** Whether a host's object is of a Network or Volume of this installation that is not deleted along. */
function isLeft(found: OnHost, installation: string, ids: readonly string[]): boolean {
  return (['Network', 'Volume'] as const).some((kind) => {
    const key = madeFor(kind, found, installation)
    return key !== undefined && !ids.includes(`${kind}/${key}`)
  })
}

/** The names of volumes on a node that others made, as Compose, and that hold the data of a Volume. */
function madeByOthers(node: string, store: Core['store'], ids: readonly string[]): ReadonlySet<string> {
  const held = [...store.list('Volume').values()].filter(
    (volume) => !volume.spec.external && wasForeignOn(node, volume) && !ids.includes(`Volume/${keyOf(volume)}`),
  )
  return new Set(held.map(hostNameOf))
}

/** How it is said that one or several things stay. */
type How = readonly [one: string, several: string]

const STAY: How = ['stays there', 'stay there']
const MAY_STAY: How = [
  'was there when its host last answered, and stays',
  'were there when its host last answered, and stay',
]

/** A network counts as seen from before its create is sent, whose answer may be lost. */
const MAY_BE: How = ['may be there, as when it was last seen', 'may be there, as when they were last seen']

function words(
  id: ResourceId,
  what: 'network' | 'volume',
  { names, how: [one, several] }: { readonly names: readonly string[]; readonly how: How },
): readonly string[] {
  if (names.length === 0) return []
  const [s, stay, them] = names.length === 1 ? ['', one, 'it'] : ['s', several, 'them']
  const data = what === 'volume' ? ' with the data' : ''
  return [
    `${id}: the ${what}${s} ${listNames(names)} ${stay}${data}; \`docker ${what} rm ${names.join(' ')}\` there removes ${them}`,
  ]
}
