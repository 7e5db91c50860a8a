import { volumesOf } from '../../api/v1/template-refs.ts'
import type { V1Volume } from '../../api/v1/generated/types.ts'
import { stackOf } from '../../api/v1/metadata.ts'
import { hostNameOf } from '../../api/v1/names.ts'
import { present } from '../../engine/container/present.ts'
import type { VolumeInspect } from '../../engine/types/volume.ts'
import { volumeBody } from '../../engine/volume/body.ts'
import { labelDifference, volumeDifference } from '../../engine/volume/difference.ts'
import { mayAdopt } from '../adoption/may-adopt.ts'
import { isAwaited } from '../ownership/awaited.ts'
import { isHalfMade } from '../holds/half-made.ts'
import { isOwnVolume, seenOn } from '../holds/lost-volume.ts'
import { nodeHold } from '../holds/node-hold.ts'
import { volumeUsersElsewhere } from '../holds/used-elsewhere.ts'
import type { Ports } from '../runtime/ports.ts'
import { undecidedSwarm } from '../holds/swarm-volume.ts'
import { namesByNode, stayingOn, isGivenUp } from '../ownership/users.ts'
import { mayBeUnlisted } from './asked-by-name.ts'
import { formerName } from './former-names.ts'
import type { Found, VolumeView } from './plan.ts'
import { mayComeOn } from './may-come.ts'
import { olderOf } from './older.ts'
import { unlistedHold } from './unlisted.ts'
import { approvedNodes } from './approvals.ts'

/** What is known of a volume on every node that it concerns; undefined for one that is not declared. */
export function observeVolume(key: string, ports: Ports): VolumeView | undefined {
  const volume = ports.store.get('Volume', key)
  if (!volume) return undefined
  const hostName = hostNameOf(volume)
  const tasks = ports.store.by('Task', 'volume', key)
  const users = namesByNode([...tasks.values()].filter((task) => !isGivenUp(task, ports)))
  // A volume on a declared node that is not connected yet is not gone.
  const declared = seenOn(volume).filter((node) => ports.store.get('Node', node))
  const nodes = new Set([...users.keys(), ...ports.inventory.hosts().map(({ node }) => node), ...declared])
  const onHost = new Map([...nodes].map((node) => [node, hostVolume(node, { volume, hostName, ports })] as const))
  const approved = new Set(approvedNodes(key, ports.store))
  const { name, namespace = '' } = volume.metadata
  const awaited = isAwaited(namespace, (template) => volumesOf(template).includes(name), ports.store)
  const mayCome = mayComeOn(key, ports)
  const formerNameOn = (node: string) => formerName(node, volume, ports)
  const older = olderOf(volume, ports)
  const shared = { kind: 'Volume', key, hostName } as const
  const elsewhere = volume.metadata.deletionTimestamp ? volumeUsersElsewhere(shared, ports.store) : undefined
  return {
    ...{ volume, hostName, users, onHost, approved, awaited, mayCome, formerNameOn },
    staying: stayingOn(tasks.values(), ports.store),
    ...(elsewhere ? { elsewhere } : {}),
    ...(older === undefined ? {} : { older }),
  }
}

interface Wanted {
  readonly volume: V1Volume
  readonly hostName: string
  readonly ports: Ports
}

/** What a node has of a volume, or why that is not known. */
export function hostVolume(node: string, { volume, hostName, ports }: Wanted): Found {
  const held = nodeHold(node, ports)
  if (held) return held
  const host = ports.inventory.host(node)
  const found = host?.volumes.get(hostName)
  if (!found) return (host && unlistedHold(volume, host)) ?? (mayBeUnlisted(volume) ? 'unlisted' : 'absent')
  const ours = isOwnVolume(found, ports.installation)
  const looked = { store: ports.store, host }
  const isTaken = !ours && volume.spec.external !== true && mayAdopt(found, stackOf(volume), looked)
  const swarm = undecidedSwarm({ node, volume, labels: found.Labels }, ports)
  return {
    ours,
    ...(ours && isHalfMade(node, volume, ports.store) ? { halfMade: true } : {}),
    ...(isTaken ? { adoptable: true } : {}),
    ...unlikeDeclared(volume, found, ports.installation),
    ...(swarm === undefined ? {} : { swarm }),
  }
}

/** How a volume differs from its declaration; an external volume never does. */
function unlikeDeclared(volume: V1Volume, found: VolumeInspect, installation: string) {
  if (volume.spec.external) return {}
  const labels = isOwnVolume(found, installation) ? labelDifference(volume, found) : undefined
  return present({ difference: volumeDifference(volumeBody({ volume, installation }), found), labels })
}

/** The view of a single node. */
export function onlyOn(node: string, found: Found, view: VolumeView): VolumeView {
  return { ...view, onHost: new Map([[node, found]]), awaited: false }
}
