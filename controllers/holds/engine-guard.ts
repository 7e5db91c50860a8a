import type { V1NodeStatus, V1OtherEngine } from '../../api/v1/generated/types.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'
import type { NetworkInspect } from '../../engine/types/network.ts'

/** What identifies an engine: its id and, where that changed its form, its data. Host name and address are for people otherwise. */
export interface Answering extends Pick<EngineInfo, 'id'>, Partial<Pick<EngineInfo, 'name' | 'address'>> {
  /** The id of its network `none`; absent before it is listed. */
  readonly dataID?: string
}

/** Which engine answers for a node, and which ones may. */
export interface Identity {
  readonly answering: Answering | undefined
  /** The node's status, with the recorded engine. */
  readonly recorded: V1NodeStatus | undefined
  readonly approved: () => string | undefined
  /** The other node on record for the answering engine. */
  readonly owner: () => string | undefined
}

/**
 * The engine guard. Returns the engine that answers instead of the recorded one; undefined where the recorded or an approved one answers. An
 * upgraded one counts as another before it is listed.
 */
export function otherEngine({ answering, recorded, approved, owner }: Identity): V1OtherEngine | undefined {
  const before = recorded?.engineID
  if (answering === undefined || before === undefined || answering.id === before) return undefined
  if (answering.id === approved()) return undefined
  const { id: engineID, name: hostname, address } = answering
  const node = owner()
  // Two nodes with one engine would each take the other's work for somebody else's.
  if (node === undefined && isUpgraded(recorded ?? {}, answering)) return undefined
  return {
    engineID,
    ...(hostname === undefined ? {} : { hostname }),
    ...(address === undefined ? {} : { address }),
    ...(node === undefined ? {} : { node }),
  }
}

/**
 * Whether the engine that answers is the recorded one, upgraded from Docker 20.10 to one that draws its id anew, or set back: ids of the two
 * forms, on the same host, with the same data. Two engines of one form are never the same.
 */
function isUpgraded({ engineID = '', dataID, hostname }: V1NodeStatus, answering: Answering): boolean {
  const [before, after] = [engineID, answering.id].map((id) => idForms.findIndex((form) => form.test(id)))
  const isSwitched = before !== after && before !== -1 && after !== -1
  return isSwitched && dataID !== undefined && dataID === answering.dataID && hostname === answering.name
}

/** The id of a key, as up to 20.10 in /etc/docker/key.json, and that of a file `engine-id` below the data root. */
const idForms = [/^(?:[A-Z0-9]{4}:){11}[A-Z0-9]{4}$/, /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/]

/**
 * What `judge` says of an engine that told its id. `listNetworks` is only called where that is not the recorded one's: its data may tell that
 * it is that one, upgraded.
 */
export async function judged<I extends Answering, T>(
  info: I,
  judge: (answering: I) => T | undefined,
  listNetworks: () => Promise<readonly Pick<NetworkInspect, 'Id' | 'Name'>[]>,
): Promise<T | undefined> {
  return judge(info) === undefined ? undefined : judge({ ...info, ...dataIn(await listNetworks()) })
}

/** What identifies an engine's data, from its networks: each data root has one network `none`, for ever, with an id drawn at random. */
export function dataIn(networks: readonly Pick<NetworkInspect, 'Id' | 'Name'>[]): Pick<Answering, 'dataID'> {
  const none = networks.find(({ Name }) => Name === 'none')
  return none === undefined ? {} : { dataID: none.Id }
}
